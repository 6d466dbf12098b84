"""
How good the judgement is, held against calls that people have labelled.

A gold set is read, each call is judged as it would be live, and the two are compared: signals, heat, concerns,
promises, restatement, forecast, speed. Statistics here are plain numpy; a figure that the set cannot bear is None,
never a guess.
"""
