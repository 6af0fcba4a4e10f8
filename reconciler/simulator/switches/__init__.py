"""Every behaviour of Intercom that nothing public settles, as a named switch.

The default is the reading with the better evidence, or the one that hurts a client more.
Marks: [D] documented, [R] reported or observed, [I] inferred.
"""

from __future__ import annotations

from dataclasses import dataclass

from reconciler.simulator.switches.bodies import Bodies
from reconciler.simulator.switches.contacts import Contacts
from reconciler.simulator.switches.conversations import Conversations
from reconciler.simulator.switches.data import Data
from reconciler.simulator.switches.doors import Doors
from reconciler.simulator.switches.help_center import HelpCenter
from reconciler.simulator.switches.messages import Messages

__all__ = ["Switches"]


@dataclass(frozen=True)
class Switches(Contacts, Messages, Conversations, Data, Bodies, HelpCenter, Doors):
    """All of them, by name; each file of this folder has those of its topic."""
