"""Small sheets for tests: a registry of two sides, and articles about them, in a folder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from textwrap import dedent

from kg.graph import Graph
from kg.loaders.base import load_one
from kg.loading import ground, record
from kg.mapping import map_sheet

#: two invented bodies, one of each side, and a news agency of nobody
REGISTRY = """\
kind: registry
id: test-actors
actors:
  - {id: fr-ministry, type: GovernmentBody, represents: FRA, names: {en: French ministry}}
  - {id: de-ministry, type: GovernmentBody, represents: DEU, names: {en: German ministry}}
  - id: envoy
    type: Person
    represents: fr-ministry
    names: {en: [Anne Envoy], hi: [{form: ऐन एनवॉय, basis: translit}], ru: Анна Энвой}
    posts:
      - {title: {en: Ambassador}, at: fr-ministry, since: 2025-01-01, until: 2025-06-30}
  - {id: agency, type: MediaOrganization, names: {en: News Agency}}
"""

TEXT = """\
The two ministries met in Bonn on 3 March 2025.
The envoy told reporters that France had agreed to reopen the bridge.
The bridge will be reopened by summer, the agency quoted the German ministry as saying.
A road map was agreed.
"""

BODY = """\
events:
  - {id: bonn-talks{n}, label: {en: Talks in Bonn{n}}, date: 2025-03-03}
matters:
  - {id: bridge{n}, label: {en: Reopening of the bridge{n}, hi: पुल खोलना},
     parties: [FRA, DEU], issue: bilateralRelations}
mentions:
  - {exact: The two ministries, refers: event/bonn-talks{n}}
  - {exact: The envoy, refers: actor/envoy}
statements:
  - exact: The envoy told reporters that France had agreed to reopen the bridge.
    speaker: envoy
    attribution: reported
    said_on: 2025-03-03
    says:
      - {act: agree, of: matter/bridge{n}, in: bonn-talks{n}, byActor: FRA}
      - {about: matter/bridge{n}, debtor: FRA, creditor: DEU}
  - exact: The bridge will be reopened by summer
    speaker: de-ministry
    via: agency
    attribution: secondHand
    says:
      - {act: propose, of: matter/bridge{n}, in: bonn-talks{n}}
  - exact: A road map was agreed.
    says:
      - {act: formalise, of: matter/bridge{n}, in: bonn-talks{n}}
"""


def write(folder: Path, name: str, text: str) -> Path:
    """A file of that text; folders are made."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(dedent(text).encode())
    return path


def registry(folder: Path, text: str = REGISTRY) -> Path:
    """The registry that the articles refer to."""
    return write(folder, "actors.yaml", text)


def article(
    folder: Path,
    name: str = "bonn",
    *,
    body: str = BODY,
    text: str = TEXT,
    n: str = "",
    head: str = "",
) -> Path:
    """An article with its text beside it.

    `{n}` in the body becomes `n`, to tell articles apart; `head` goes into its `document`.
    """
    source = write(folder, f"{name}.txt", text)
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    top = (
        f"kind: article\nid: test/{name}\n"
        f"document: {{text: {name}.txt, sha256: {digest}, language: en, published: 2025-03-04"
        f"{head}}}\n"
        'coding: {by: tester, date: 2025-03-05, codebook: "1"}\n'
    )
    return write(folder, f"{name}.yaml", top + body.replace("{n}", n))


def nquads(path: Path) -> bytes:
    """What a sheet becomes."""
    loaded = load_one(path)
    return map_sheet(loaded.sheet, loaded.text or "").nquads


def age_ontology(graph: Graph, digest: str) -> None:
    """Put another version's ontology in the place of ours: it knows `gone`, no act, no voices."""
    graph._backend.update(
        f"""PREFIX br: <https://w3id.org/bilateral/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
DELETE WHERE {{ GRAPH <{ground.ONTOLOGY}> {{ <{ground.ONTOLOGY}> br:sha256 ?now }} }} ;
DELETE WHERE {{ GRAPH <{ground.ONTOLOGY}> {{ ?act br:initiates ?status }} }} ;
DELETE WHERE {{ GRAPH <{ground.ONTOLOGY}> {{ ?voice br:voiceOf ?class }} }} ;
INSERT DATA {{ GRAPH <{ground.ONTOLOGY}> {{ <{ground.ONTOLOGY}> br:sha256 "{digest}" .
  <https://w3id.org/bilateral/scheme/act/gone> skos:prefLabel "gone"@en }} }}"""
    )


def age_mapping(graph: Graph, version: str = "0") -> None:
    """Say that another version of the mapping made the sheets that are there, but the states."""
    graph._backend.update(
        f"""PREFIX br: <https://w3id.org/bilateral/ontology#>
DELETE {{ GRAPH <{record.PROVENANCE}> {{ ?g br:mappingVersion ?now }} }}
INSERT {{ GRAPH <{record.PROVENANCE}> {{ ?g br:mappingVersion "{version}" }} }}
WHERE {{
  GRAPH <{record.PROVENANCE}> {{ ?g br:mappingVersion ?now }}
  FILTER(!CONTAINS(STR(?g), "/iso-3166/"))
}}"""
    )
