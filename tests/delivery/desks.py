"""
Ticket systems on loopback that answer as the real ones document: paths, sign-in, status codes, headers and bodies.

They keep what they are given, find what they would find and refuse what they would refuse; nothing else.
"""

import base64
import html
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs

from delivery.web_server import Asked, Reply

Kept = dict[str, Any]


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


class ZendeskServer:
    """Tickets with comments; an `Idempotency-Key` gives the first answer again, and minds if the body differs."""

    user, token = "ann@northwind.example", "zen-token-81"

    def __init__(self) -> None:
        self.tickets: dict[int, Kept] = {}
        self.keys: dict[str, tuple[bytes, int]] = {}

    @property
    def texts(self) -> list[str]:
        return [comment["body"] for ticket in self.tickets.values() for comment in ticket["comments"]]

    def __call__(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != basic(f"{self.user}/token", self.token):
            return Reply(401, {"error": "Couldn't authenticate you"})
        one = re.fullmatch(r"/api/v2/tickets/(\d+)(/comments)?\.json", asked.path)
        match asked.method:
            case "GET" if asked.path == "/api/v2/tickets.json":
                wanted = asked.query["external_id"]
                found = [self.shown(id) for id, each in self.tickets.items() if each["external_id"] == wanted]
                return Reply(200, {"tickets": found, "count": len(found), "next_page": None})
            case "POST" if asked.path == "/api/v2/tickets.json":
                return self.open(asked)
            case "GET" if one and one[2] and int(one[1]) in self.tickets:
                assert asked.query["sort_order"] == "desc"
                return Reply(200, {"comments": self.tickets[int(one[1])]["comments"][::-1][:100], "next_page": None})
            case "PUT" if one and not one[2] and int(one[1]) in self.tickets:
                return self.comment(int(one[1]), asked.json["ticket"]["comment"])
        return Reply(404, {"error": "RecordNotFound", "description": "Not found"})

    def open(self, asked: Asked) -> Reply:
        key = asked.headers.get("idempotency-key")
        if key in self.keys:
            body, id = self.keys[key]
            if body != asked.body:
                why = "Request parameters don't match the given idempotency key"
                return Reply(400, {"error": "IdempotentRequestError", "description": why})
            return Reply(201, {"ticket": self.shown(id)}, {"x-idempotency-lookup": "hit"})
        ticket = asked.json["ticket"]
        if not ticket["comment"]["body"].strip():
            cannot = {"description": [{"description": "Description: cannot be blank", "error": "BlankValue"}]}
            return Reply(422, {"error": "RecordInvalid", "description": "Record validation errors", "details": cannot})
        id = 35436 + len(self.tickets)
        self.tickets[id] = {**ticket, "status": "new", "comments": [{"id": 1, **ticket["comment"]}]}
        if key:
            self.keys[key] = (asked.body, id)
        return Reply(201, {"ticket": self.shown(id)}, {"x-idempotency-lookup": "miss"})

    def comment(self, id: int, comment: Kept) -> Reply:
        if self.tickets[id]["status"] == "closed":
            cannot = {"status": [{"description": "Status: closed prevents ticket update"}]}
            return Reply(422, {"error": "RecordInvalid", "description": "Record validation errors", "details": cannot})
        self.tickets[id]["comments"].append({"id": len(self.tickets[id]["comments"]) + 1, **comment})
        return Reply(200, {"ticket": self.shown(id), "audit": {"id": 7, "ticket_id": id}})

    def shown(self, id: int) -> Kept:
        ticket = self.tickets[id]
        return {name: ticket.get(name) for name in ("subject", "external_id", "status")} | {"id": id}


class FreshdeskServer:
    """Tickets with conversations. ``indexed``: how many of the oldest its search knows yet."""

    key = "fresh-key-5521"

    def __init__(self) -> None:
        self.tickets: dict[int, Kept] = {}
        self.indexed = 0

    @property
    def texts(self) -> list[str]:
        return [
            plain(text)
            for ticket in self.tickets.values()
            for text in (ticket["description"], *(note["body"] for note in ticket["conversations"]))
        ]

    def __call__(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != basic(self.key, "X"):
            why = "You have to be logged in to perform this action."
            return Reply(401, {"code": "invalid_credentials", "message": why})
        one = re.fullmatch(r"/api/v2/tickets/(\d+)(?:/(conversations|notes|reply))?", asked.path)
        if one and int(one[1]) not in self.tickets:
            return Reply(404)
        match asked.method, one and one[2]:
            case "GET", None if asked.path == "/api/v2/search/tickets":
                return self.search(asked.query["query"])
            case "GET", None if asked.path == "/api/v2/tickets":
                assert (asked.query["order_by"], asked.query["order_type"]) == ("created_at", "desc")
                newest = sorted(self.tickets, reverse=True)[: int(asked.query["per_page"])]
                return Reply(200, [self.shown(id) for id in newest])
            case "POST", None if asked.path == "/api/v2/tickets":
                return self.open(asked.json)
            case "GET", None if one:
                ticket = self.tickets[int(one[1])]
                return Reply(200, self.shown(int(one[1])) | {"description_text": plain(ticket["description"])})
            case "GET", "conversations" if one:
                first = (int(asked.query["page"]) - 1) * 100
                return Reply(200, self.tickets[int(one[1])]["conversations"][first : first + 100])
            case "POST", ("notes" | "reply") as how if one:
                note = {"id": 9, "private": how == "notes" and asked.json["private"], "body": asked.json["body"]}
                self.tickets[int(one[1])]["conversations"].append(note | {"body_text": plain(note["body"])})
                return Reply(201, note)
        return Reply(405, {"message": "method not allowed"}, {"Allow": "GET, POST"})

    def search(self, query: str) -> Reply:
        asks = re.fullmatch(r"\"(cf_\w+):'([\w-]+)'\"", query)
        assert asks, query
        known = list(self.tickets)[: self.indexed]
        found = [self.shown(id) for id in known if self.tickets[id]["custom_fields"].get(asks[1]) == asks[2]]
        return Reply(200, {"results": found, "total": len(found)})

    def open(self, ticket: Kept) -> Reply:
        unknown = ticket["custom_fields"].keys() - {"cf_steadyline_id"}
        if unknown or "@" not in ticket["email"]:
            wrong = [
                {"field": name, "message": "Unexpected/invalid field in request", "code": "invalid_field"}
                for name in sorted(unknown)
            ] or [{"field": "email", "message": "It should be a valid email address", "code": "invalid_value"}]
            return Reply(400, {"description": "Validation failed", "errors": wrong})
        id = 101 + len(self.tickets)
        self.tickets[id] = ticket | {"conversations": []}
        return Reply(201, self.shown(id), {"Location": f"/api/v2/tickets/{id}"})

    def shown(self, id: int) -> Kept:
        ticket = self.tickets[id]
        return {name: ticket[name] for name in ("subject", "status", "custom_fields")} | {"id": id}


class JiraServer:
    """Requests with comments, and JQL over descriptions. ``lag``: how many of the newest JQL does not know yet."""

    user, token = "bot@northwind.example", "jira-token-3"

    def __init__(self) -> None:
        self.requests: dict[str, Kept] = {}
        self.lag = 0

    @property
    def texts(self) -> list[str]:
        return [
            text
            for each in self.requests.values()
            for text in (each["requestFieldValues"]["description"], *(comment["body"] for comment in each["comments"]))
        ]

    def __call__(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != basic(self.user, self.token):
            return Reply(401, b"Client must be authenticated to access this resource.", {"Content-Type": "text/plain"})
        one = re.fullmatch(r"/rest/servicedeskapi/request/([A-Z]+-\d+)/comment", asked.path)
        if one and one[1] not in self.requests:
            return Reply(
                404, {"errorMessage": "The request does not exist or you may not see it.", "i18nErrorMessage": {}}
            )
        match asked.method, asked.path:
            case "GET", "/rest/api/2/search/jql":
                return self.search(asked.query)
            case "POST", "/rest/servicedeskapi/request":
                return self.open(asked.json)
            case "GET", _ if one:
                start, limit = int(asked.query["start"]), int(asked.query["limit"])
                comments = self.requests[one[1]]["comments"]
                page = comments[start : start + limit]
                last = start + limit >= len(comments)
                return Reply(200, {"size": len(page), "start": start, "isLastPage": last, "values": page})
            case "POST", _ if one:
                comment = {"id": "1000", **asked.json}
                self.requests[one[1]]["comments"].append(comment)
                return Reply(201, comment)
        return Reply(404, {"errorMessage": "no such resource"})

    def search(self, query: Mapping[str, str]) -> Reply:
        asks = re.fullmatch(r'description ~ "\\"([\w-]+)\\"" ORDER BY created DESC', query["jql"])
        assert asks, query
        assert query["fields"] == "description"
        known = list(self.requests.items())[: len(self.requests) - self.lag]
        found = [
            {"id": "1", "key": key, "fields": {"description": each["requestFieldValues"]["description"]}}
            for key, each in reversed(known)
            if asks[1].lower() in each["requestFieldValues"]["description"].lower()
        ]
        return Reply(200, {"issues": found, "isLast": True})

    def open(self, request: Kept) -> Reply:
        if (request["serviceDeskId"], request["requestTypeId"]) != ("10", "25"):
            return Reply(
                400,
                {
                    "errorMessage": "The request type you are trying to use does not exist.",
                    "i18nErrorMessage": {"i18nKey": "sd.request.type.error", "parameters": []},
                },
            )
        key = f"SUP-{len(self.requests) + 1}"
        self.requests[key] = request | {"comments": []}
        return Reply(201, {"issueId": "107001", "issueKey": key, "requestTypeId": "25", "serviceDeskId": "10"})


class HubSpotServer:
    """Tickets whose `steadyline_id` is unique, and notes tied to them."""

    token = "pat-hub-4411"

    def __init__(self) -> None:
        self.tickets: dict[str, Kept] = {}
        self.notes: dict[str, Kept] = {}

    @property
    def texts(self) -> list[str]:
        opened = [ticket["content"] for ticket in self.tickets.values()]
        return opened + [plain(note["properties"]["hs_note_body"]) for note in self.notes.values()]

    def __call__(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return refusal(401, "INVALID_AUTHENTICATION", "Authentication credentials not found.")
        one = re.fullmatch(r"/crm/v3/objects/tickets/([\w-]+)", asked.path)
        tied = re.fullmatch(r"/crm/v4/objects/tickets/(\d+)/associations/notes", asked.path)
        match asked.method, asked.path:
            case "GET", _ if one:
                if asked.query["idProperty"] != "steadyline_id":
                    return refusal(400, "VALIDATION_ERROR", f"{asked.query['idProperty']} is not a unique property")
                for id, ticket in self.tickets.items():
                    if ticket["steadyline_id"] == one[1]:
                        return Reply(200, {"id": id, "properties": {"content": ticket["content"]}, "archived": False})
                return refusal(404, "OBJECT_NOT_FOUND", "Object not found.  objectId are usually numeric.")
            case "POST", "/crm/v3/objects/tickets":
                return self.open(asked.json["properties"])
            case "GET", _ if tied:
                ids = [id for id, note in self.notes.items() if note["associations"][0]["to"]["id"] == tied[1]]
                kind = [{"category": "HUBSPOT_DEFINED", "typeId": 227, "label": None}]
                return Reply(200, {"results": [{"toObjectId": int(id), "associationTypes": kind} for id in ids]})
            case "POST", "/crm/v3/objects/notes/batch/read":
                assert asked.json["properties"] == ["hs_note_body"]
                ids = [each["id"] for each in asked.json["inputs"]]
                read = [
                    {"id": id, "properties": {"hs_note_body": self.notes[id]["properties"]["hs_note_body"]}}
                    for id in ids
                ]
                return Reply(200, {"status": "COMPLETE", "results": read})
            case "POST", "/crm/v3/objects/notes":
                ((tie,),) = [each["types"] for each in asked.json["associations"]]
                assert tie == {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 228}
                id = str(900 + len(self.notes))
                self.notes[id] = asked.json
                return Reply(201, {"id": id, "properties": asked.json["properties"]})
        return Reply(404, b"<html>no such page</html>")

    def open(self, properties: Kept) -> Reply:
        unknown = properties.keys() - {"subject", "content", "hs_pipeline", "hs_pipeline_stage", "steadyline_id"}
        if unknown:
            return refusal(400, "VALIDATION_ERROR", f'Property values were not valid: "{min(unknown)}" does not exist')
        if any(ticket["steadyline_id"] == properties["steadyline_id"] for ticket in self.tickets.values()):
            why = 'Property values were not valid: [{"isValid":false,"error":"CONFLICTING_UNIQUE_VALUE"}]'
            return refusal(400, "VALIDATION_ERROR", why)
        id = str(7000 + len(self.tickets))
        self.tickets[id] = properties
        return Reply(201, {"id": id, "properties": properties, "archived": False})


def refusal(status: int, category: str, message: str) -> Reply:
    return Reply(status, {"status": "error", "message": message, "correlationId": "c-1", "category": category})


class SalesforceServer:
    """Cases with a unique external id, and their comments. ``tokens``: those that it has given and still takes."""

    id, secret = "3MVG9-consumer", "salesforce-secret-77"

    def __init__(self) -> None:
        self.cases: dict[str, Kept] = {}
        self.comments: list[Kept] = []
        self.tokens: set[str] = set()
        self.given = 0

    @property
    def texts(self) -> list[str]:
        return [case["Description"] for case in self.cases.values()] + [each["CommentBody"] for each in self.comments]

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/services/oauth2/token":
            return self.sign_in({name: values[0] for name, values in parse_qs(asked.body.decode()).items()})
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self.tokens:
            return mistake(401, "INVALID_SESSION_ID", "Session expired or invalid")
        case = re.fullmatch(r"/services/data/v62\.0/sobjects/Case/(\w+)/([\w-]+)", asked.path)
        if case and case[1] != "Steadyline_Id__c":
            why = f"Provided external ID field does not exist or is not accessible: {case[1]}"
            return mistake(404, "NOT_FOUND", why)
        match asked.method, asked.path:
            case "GET", _ if case:
                return self.read(case[2], asked.query["fields"].split(","))
            case "POST", "/services/data/v62.0/sobjects/Case":
                return self.open(asked.json)
            case "GET", "/services/data/v62.0/query":
                return self.query(asked.query["q"])
            case "POST", "/services/data/v62.0/sobjects/CaseComment":
                if len(asked.json["CommentBody"].encode()) > 4000:
                    return mistake(400, "STRING_TOO_LONG", "Comment Body: data value too large")
                self.comments.append(asked.json)
                return Reply(201, {"id": "00aD000000ExTrA", "success": True, "errors": []})
        return mistake(404, "NOT_FOUND", "The requested resource does not exist")

    def sign_in(self, form: Kept) -> Reply:
        if form["grant_type"] != "client_credentials":
            return Reply(400, {"error": "unsupported_grant_type", "error_description": "grant type not supported"})
        if (form["client_id"], form["client_secret"]) != (self.id, self.secret):
            return Reply(400, {"error": "invalid_client", "error_description": "invalid client credentials"})
        self.given += 1
        token = f"00D!token-{self.given}"
        self.tokens.add(token)
        elsewhere = "https://elsewhere.invalid"
        return Reply(200, {"access_token": token, "instance_url": elsewhere, "token_type": "Bearer", "scope": "api"})

    def read(self, key: str, fields: list[str]) -> Reply:
        if key not in self.cases:
            return mistake(404, "NOT_FOUND", "The requested resource does not exist")
        return Reply(200, {"attributes": {"type": "Case"}} | {name: self.cases[key].get(name) for name in fields})

    def open(self, case: Kept) -> Reply:
        unknown = case.keys() - {"Subject", "Description", "SuppliedEmail", "Steadyline_Id__c"}
        if unknown:
            return mistake(400, "INVALID_FIELD", f"No such column '{min(unknown)}' on sobject of type Case")
        key = case["Steadyline_Id__c"]
        if key in self.cases:
            why = f"duplicate value found: Steadyline_Id__c duplicates value on record with id: {self.cases[key]['Id']}"
            return mistake(400, "DUPLICATE_VALUE", why)
        id = f"500D00000{len(self.cases):06d}"
        self.cases[key] = {"Id": id, "CaseNumber": f"{1026 + len(self.cases):08d}", **case}
        return Reply(201, {"id": id, "success": True, "errors": []})

    def query(self, query: str) -> Reply:
        wanted = re.fullmatch(
            r"SELECT CommentBody FROM CaseComment WHERE ParentId = '(\w+)' ORDER BY CreatedDate DESC LIMIT 200", query
        )
        assert wanted, query
        found = [{"CommentBody": each["CommentBody"]} for each in self.comments if each["ParentId"] == wanted[1]]
        return Reply(200, {"totalSize": len(found), "done": True, "records": found[::-1]})


def mistake(status: int, code: str, message: str) -> Reply:
    return Reply(status, [{"message": message, "errorCode": code}])


def plain(markup: str) -> str:
    """HTML as its reader sees it."""
    return html.unescape(re.sub(r"<[^>]+>", "", markup.replace("<br>", "\n")))
