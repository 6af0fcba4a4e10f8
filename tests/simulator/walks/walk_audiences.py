"""Audiences, which articles name."""

from recorder import Recorder

OBJECTS = {"/audiences": "audience"}
DEVIATIONS = ()


def walk(asked: Recorder) -> None:
    if asked.number < (2, 16):
        return
    role = {"attribute": "role", "type": "role", "comparison": "eq", "value": "user"}
    made = asked.post("/audiences", {"name": "VIP", "predicates": [], "role_predicates": [role]})
    asked.post("/audiences", {})
    path = f"/audiences/{made['id']}"
    asked.put(path, {"name": "Enterprise"})
    asked.put(path, {"name": " "})
    for target in ("/audiences", "/audiences?per_page=1", path, "/audiences/99"):
        asked.get(target)
    for _ in range(2):
        asked.delete(path)
