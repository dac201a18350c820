"""Judgements as quads: who judged what as what, and why; nothing of it says that two are one."""

from __future__ import annotations

from kg.iris import digest
from kg.mapping.nquads import A, Quads, name, node, plain, tagged
from kg.model import Judgements

__all__ = ["map_judgements"]


def map_judgements(quads: Quads, sheet: Judgements) -> None:
    """Every judgement of the sheet, each a node that is made from who judged what as what."""
    for one in sheet.judgements:
        subject = node("judgement/" + digest(*one.key))
        quads.add(subject, A, name("br:Judgement"))
        if one.form:
            form = tagged(one.form, one.language) if one.language else plain(one.form)
            quads.add(subject, name("br:judgedForm"), form)
        if one.node:
            quads.add(subject, name("br:judgedNode"), node(one.node))
        quads.add(subject, name("br:judgedAs"), node(one.as_))
        quads.add(subject, name("br:verdict"), name(f"verdict:{one.verdict}"))
        if one.document:
            quads.add(subject, name("br:judgedIn"), node(f"document/{one.document}"))
        quads.add(subject, name("br:judgedBy"), plain(one.by))
        quads.add(subject, name("br:judgedOn"), plain(one.date))
        quads.add(subject, name("br:reason"), plain(one.reason))
