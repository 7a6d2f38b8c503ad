"""Return the document that a browser shows, with the text of web components.

A component may draw its text into a shadow tree (DOM Standard, 4.8), which `outerHTML` leaves out: a news site whose
articles are such components has no text in it. Open trees are put where they are shown, and what a component has
between its tags where its slots show it. Trees that are closed are known to their component alone.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Page

# The copy is of a document without scripts and windows, in which no component starts to work. What is between the tags
# of a component and shown nowhere is kept, too, behind its tree: `outerHTML` has it.
_FLATTENED = """() => {
    const isHost = node => node.shadowRoot && node.shadowRoot.childNodes.length;
    if (!Array.from(document.querySelectorAll("*")).some(isHost)) return "";
    const inert = document.implementation.createHTMLDocument();
    const partsOf = node => {
        if (isHost(node)) return [...node.shadowRoot.childNodes, ...[...node.childNodes].filter(n => !n.assignedSlot)];
        const assigned = node instanceof HTMLSlotElement ? node.assignedNodes() : [];
        return assigned.length ? assigned : node.childNodes;
    };
    const copyOf = node => {
        const copy = inert.importNode(node, node.localName === "template");
        if (node.localName !== "template") for (const part of partsOf(node)) copy.appendChild(copyOf(part));
        return copy;
    };
    return "<!DOCTYPE html>" + copyOf(document.documentElement).outerHTML;
}"""


async def shown_document(page: "Page") -> str:
    """Return the HTML of a page as its browser shows it."""
    from playwright.async_api import Error

    try:
        flattened = str(await page.evaluate(_FLATTENED))
    except Error:  # of a page that changed what this uses, or is nested too deeply
        flattened = ""
    return flattened or await page.content()
