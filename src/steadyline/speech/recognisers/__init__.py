"""Recognisers, one module each, behind the port `service.ports.Recogniser`."""
