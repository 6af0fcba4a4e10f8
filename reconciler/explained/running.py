"""Codes that need the workspace: found while planning, or while applying."""

from __future__ import annotations

from reconciler.explained.page import Explained

RUNNING = {
    "unknown-attribute": Explained(
        "Intercom would refuse the value, or make an attribute of the wrong type out of it.",
        "Declare it under `data_attributes:`, or correct its name.",
    ),
    "unknown-teammate": Explained(
        "An article needs an author who exists in the workspace.",
        "Correct the address; the message names those that are near.",
    ),
    "ambiguous": Explained(
        "Writing to one of several would be a guess, and creating another one makes a twin.",
        "Write `id:` of the one that is meant, or `new: true` for another object.",
    ),
    "ambiguous-live": Explained(
        "They are told apart by id only, which is good as long as the ledger is there.",
        "Nothing; give them different names in Intercom where that is possible.",
    ),
    "immutable": Explained(
        "Intercom keeps this value from the creation on, whatever is sent.",
        "Put the old value back, or declare a new object under another name.",
    ),
    "taken": Explained(
        "Two objects of Intercom cannot have this name, archived ones included.",
        "Choose another name.",
    ),
    "busy": Explained(
        "There is a draft or a schedule in Intercom that a write would overwrite or land in.",
        "Publish or discard that in Intercom, then plan again.",
    ),
    "conflict": Explained(
        "A teammate changed in Intercom what also changed here; one of the two would be lost.",
        "Take the edit into the file with `reconciler pull`, or apply with "
        "`--edited-in-intercom overwrite`.",
    ),
    "not-pulled": Explained(
        "What a template, a row of data or a folder's name makes stands in no line of the file "
        "that could be changed for this resource alone. Nothing of the resource was edited.",
        "Make the edit by hand at the place that is named; or overwrite it with "
        "`apply --edited-in-intercom overwrite`.",
    ),
    "order": Explained(
        "Intercom shows collections, and articles in them, in the order of their creation, and has "
        "no way to change that; so it is no difference that an apply could mend.",
        "Nothing; or arrange them in Intercom's own interface, where that is possible. What is not "
        "created yet is created in declared order.",
    ),
    "staged": Explained(
        "Its texts are in a draft in Intercom, or it was created unpublished; readers see nothing "
        "of it before it is published.",
        "Publish all that waits with `reconciler apply --publish`. Where the files changed since, "
        "stage again with `reconciler apply --stage`.",
    ),
    "held-back": Explained(
        "Staging shows readers nothing, and Intercom stages texts alone: states, places, authors, "
        "tags and removals of articles have no draft.",
        "Nothing; `reconciler apply --publish` does it together with the staged texts.",
    ),
    "move-proposed": Explained(
        "One name is gone, another is new, and the two are alike: a rename that nobody wrote "
        "down. As a move the object keeps its id, its address and its readers.",
        "Write it down with `reconciler mv OLD NEW`; or write `new: true` if it is another one.",
    ),
    "moved-unowned": Explained(
        "In this workspace the entry changes nothing: either it was applied long ago, or the name "
        "has a typing mistake.",
        "Check the name; an entry that was applied in every workspace may go.",
    ),
    "translation-left": Explained(
        "A file that is gone by mistake would take a language from its readers. So the translation "
        "stays as it is, and is not managed any more.",
        "Nothing, where it may stay. To take it from its readers write `removed: "
        "- {ref: article/install, locale: fr}` or, for all articles, `removed: - {locale: fr}`: "
        "it is unpublished, and counts as a removal.",
    ),
    "draft-link": Explained(
        "A draft has no address that readers could be sent to, so only the text is written.",
        "Publish the target, and apply again.",
    ),
    "not-removed": Explained(
        "Something that is not managed here would be lost along with it.",
        "The message says what stands in the way.",
    ),
    "scope": Explained(
        "What is left out is neither compared nor changed.",
        "Leave --only and --exclude away to see everything.",
    ),
    "anchors-lost": Explained(
        "Every heading was sent with the id that links lead to, and came back with another one. "
        "Sending again would change the ids again, so nothing is; readers land at the page's top.",
        "Nothing; shorter pages, linked to as a whole, make it matter less.",
    ),
    "unserved-file": Explained(
        "Intercom fetches each image while it stores the article, and refuses the whole article "
        "where one cannot be fetched. So the file is looked for first, and others go on.",
        "Make sure that everybody can open the address that the message names, then apply again.",
    ),
    "api-refused": Explained(
        "This step was not done; what does not depend on it went on.",
        "The message has Intercom's own words and the request id. Applying again is safe.",
    ),
    "credentials": Explained(
        "Intercom did not let the token do this.",
        "Give the app the scope that the message names; `reconciler doctor` checks them all.",
    ),
    "moved-on": Explained(
        "Somebody changed the object between the plan and the write; the edit is not overwritten.",
        "Plan again, and look at what changed.",
    ),
    "blocked": Explained(
        "Doing it without what had to come first would leave half of it.",
        "Mend what failed first, and apply again.",
    ),
    "uncertain": Explained(
        "It may or may not have happened; sending it again blindly could make a twin.",
        "Apply again: the object is looked up before anything is repeated.",
    ),
    "form-misread": Explained(
        "From API version 2.16 on bodies are sent as Intercom's Markdown. The first answer that "
        "shows something else, or refuses it, is mended at once: the body and all that follow "
        "are sent as HTML.",
        "Nothing to do; please report it, with the article's body.",
    ),
    "dropped": Explained(
        "Intercom answered with something else than was sent, so readers see something else.",
        "Write it the way Intercom stores it.",
    ),
    "not-empty": Explained(
        "The second plan, right after the apply, still has something to do.",
        "The message shows what was sent and what came back; write it the way Intercom stores it.",
    ),
    "not-approved": Explained(
        "Only what a person saw in the plan is done; this became due later.",
        "Plan again and have it approved.",
    ),
    "not-due": Explained(
        "What was approved is not what would happen now, so it is not done.",
        "Plan again and have it approved.",
    ),
}
