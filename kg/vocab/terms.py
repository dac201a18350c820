"""The classes and properties of the ontology, each a constant with its IRI.

GENERATED from ontology/ by `python -m kg.vocab.generate`: do not edit, change the ontology.
"""

from __future__ import annotations

from typing import Final

from kg.terms import Iri

__all__ = [
    "CLASSES",
    "PARENTS",
    "PROPERTIES",
    "Act",
    "Actor",
    "Agreement",
    "AnnotationLink",
    "Chronicle",
    "Citation",
    "Claim",
    "ClaimableProperty",
    "CodedEvent",
    "Commitment",
    "Condition",
    "Delegation",
    "DerivedGraph",
    "DiplomaticMission",
    "Document",
    "Dyad",
    "Event",
    "Gloss",
    "GovernmentBody",
    "InternationalOrganization",
    "Judgement",
    "Matter",
    "MediaOrganization",
    "Mention",
    "Organization",
    "Participation",
    "Person",
    "Place",
    "Quotation",
    "Relation",
    "Revision",
    "State",
    "Term",
    "Withdrawal",
    "about",
    "actType",
    "addressee",
    "agenda",
    "agent",
    "amends",
    "annotatedAs",
    "annotationFormat",
    "appliesTo",
    "assessment",
    "attendingSide",
    "attribution",
    "basedIn",
    "byActor",
    "certainty",
    "claimedProperty",
    "claimedText",
    "claimedValue",
    "codebook",
    "codedBy",
    "codedOn",
    "codedSource",
    "codedTarget",
    "codedType",
    "coder",
    "comparedBy",
    "concerns",
    "concludedBy",
    "condition",
    "conditionKind",
    "confers",
    "conflictCount",
    "content",
    "cooperationCount",
    "correctedBy",
    "creditor",
    "date",
    "dateBasis",
    "day",
    "dayTo",
    "debtor",
    "declaredOffsets",
    "denotes",
    "dependsOn",
    "drawnAs",
    "dueBy",
    "duration",
    "edtf",
    "end",
    "eventCount",
    "eventType",
    "externalReference",
    "feature",
    "file",
    "firstSource",
    "follows",
    "gist",
    "ground",
    "holdsPost",
    "illegalAfter",
    "inDocument",
    "inEvent",
    "inResponseTo",
    "initiates",
    "instrumentType",
    "issue",
    "judgedAs",
    "judgedBy",
    "judgedForm",
    "judgedIn",
    "judgedNode",
    "judgedOn",
    "level",
    "link",
    "linkRole",
    "linkTo",
    "linkedTo",
    "mappingVersion",
    "meanPloverScore",
    "meanScore",
    "medium",
    "mutual",
    "nameBasis",
    "noAnswerFrom",
    "obligationKind",
    "ofEvent",
    "ofMatter",
    "offsetUnit",
    "onAxis",
    "onBehalfOf",
    "origin",
    "outlet",
    "part",
    "partOfEvent",
    "partOfMatter",
    "participant",
    "participation",
    "party",
    "period",
    "place",
    "ploverType",
    "priorScore",
    "proponent",
    "publisher",
    "quadClass",
    "quote",
    "rank",
    "readInFull",
    "reason",
    "recordedFrom",
    "recordedTo",
    "relayChain",
    "relayOrder",
    "renews",
    "reportedDay",
    "reportedDayTo",
    "represents",
    "role",
    "saidAt",
    "saidBy",
    "sense",
    "setting",
    "sha256",
    "shape",
    "side",
    "slot",
    "speaker",
    "speaksFor",
    "stance",
    "start",
    "statusWord",
    "step",
    "subject",
    "supersedes",
    "symbol",
    "telling",
    "term",
    "terminates",
    "territoryOf",
    "title",
    "toActor",
    "topic",
    "translatedBy",
    "translatedFrom",
    "trigger",
    "valueKind",
    "valueScheme",
    "verdict",
    "voice",
    "voiceOf",
    "weak",
    "within",
]

CLASSES: Final[frozenset[str]] = frozenset(
    {
        "Act",
        "Actor",
        "Agreement",
        "AnnotationLink",
        "Chronicle",
        "Citation",
        "Claim",
        "ClaimableProperty",
        "CodedEvent",
        "Commitment",
        "Condition",
        "Delegation",
        "DerivedGraph",
        "DiplomaticMission",
        "Document",
        "Dyad",
        "Event",
        "Gloss",
        "GovernmentBody",
        "InternationalOrganization",
        "Judgement",
        "Matter",
        "MediaOrganization",
        "Mention",
        "Organization",
        "Participation",
        "Person",
        "Place",
        "Quotation",
        "Relation",
        "Revision",
        "State",
        "Term",
        "Withdrawal",
    }
)

PROPERTIES: Final[frozenset[str]] = frozenset(
    {
        "about",
        "actType",
        "addressee",
        "agenda",
        "agent",
        "amends",
        "annotatedAs",
        "annotationFormat",
        "appliesTo",
        "assessment",
        "attendingSide",
        "attribution",
        "basedIn",
        "byActor",
        "certainty",
        "claimedProperty",
        "claimedText",
        "claimedValue",
        "codebook",
        "codedBy",
        "codedOn",
        "codedSource",
        "codedTarget",
        "codedType",
        "coder",
        "comparedBy",
        "concerns",
        "concludedBy",
        "condition",
        "conditionKind",
        "confers",
        "conflictCount",
        "content",
        "cooperationCount",
        "correctedBy",
        "creditor",
        "date",
        "dateBasis",
        "day",
        "dayTo",
        "debtor",
        "declaredOffsets",
        "denotes",
        "dependsOn",
        "drawnAs",
        "dueBy",
        "duration",
        "edtf",
        "end",
        "eventCount",
        "eventType",
        "externalReference",
        "feature",
        "file",
        "firstSource",
        "follows",
        "gist",
        "ground",
        "holdsPost",
        "illegalAfter",
        "inDocument",
        "inEvent",
        "inResponseTo",
        "initiates",
        "instrumentType",
        "issue",
        "judgedAs",
        "judgedBy",
        "judgedForm",
        "judgedIn",
        "judgedNode",
        "judgedOn",
        "level",
        "link",
        "linkRole",
        "linkTo",
        "linkedTo",
        "mappingVersion",
        "meanPloverScore",
        "meanScore",
        "medium",
        "mutual",
        "nameBasis",
        "noAnswerFrom",
        "obligationKind",
        "ofEvent",
        "ofMatter",
        "offsetUnit",
        "onAxis",
        "onBehalfOf",
        "origin",
        "outlet",
        "part",
        "partOfEvent",
        "partOfMatter",
        "participant",
        "participation",
        "party",
        "period",
        "place",
        "ploverType",
        "priorScore",
        "proponent",
        "publisher",
        "quadClass",
        "quote",
        "rank",
        "readInFull",
        "reason",
        "recordedFrom",
        "recordedTo",
        "relayChain",
        "relayOrder",
        "renews",
        "reportedDay",
        "reportedDayTo",
        "represents",
        "role",
        "saidAt",
        "saidBy",
        "sense",
        "setting",
        "sha256",
        "shape",
        "side",
        "slot",
        "speaker",
        "speaksFor",
        "stance",
        "start",
        "statusWord",
        "step",
        "subject",
        "supersedes",
        "symbol",
        "telling",
        "term",
        "terminates",
        "territoryOf",
        "title",
        "toActor",
        "topic",
        "translatedBy",
        "translatedFrom",
        "trigger",
        "valueKind",
        "valueScheme",
        "verdict",
        "voice",
        "voiceOf",
        "weak",
        "within",
    }
)

PARENTS: Final[dict[str, tuple[str, ...]]] = {
    "Chronicle": ("Document",),
    "Commitment": ("Matter",),
    "Delegation": ("Actor",),
    "DiplomaticMission": ("Actor", "GovernmentBody", "Organization"),
    "Gloss": ("Mention",),
    "GovernmentBody": ("Actor", "Organization"),
    "InternationalOrganization": ("Actor", "Organization"),
    "MediaOrganization": ("Actor", "Organization"),
    "Organization": ("Actor",),
    "Person": ("Actor",),
    "Quotation": ("Mention",),
    "State": ("Actor",),
}

Act: Final = Iri("https://w3id.org/bilateral/ontology#Act")
Actor: Final = Iri("https://w3id.org/bilateral/ontology#Actor")
Agreement: Final = Iri("https://w3id.org/bilateral/ontology#Agreement")
AnnotationLink: Final = Iri("https://w3id.org/bilateral/ontology#AnnotationLink")
Chronicle: Final = Iri("https://w3id.org/bilateral/ontology#Chronicle")
Citation: Final = Iri("https://w3id.org/bilateral/ontology#Citation")
Claim: Final = Iri("https://w3id.org/bilateral/ontology#Claim")
ClaimableProperty: Final = Iri("https://w3id.org/bilateral/ontology#ClaimableProperty")
CodedEvent: Final = Iri("https://w3id.org/bilateral/ontology#CodedEvent")
Commitment: Final = Iri("https://w3id.org/bilateral/ontology#Commitment")
Condition: Final = Iri("https://w3id.org/bilateral/ontology#Condition")
Delegation: Final = Iri("https://w3id.org/bilateral/ontology#Delegation")
DerivedGraph: Final = Iri("https://w3id.org/bilateral/ontology#DerivedGraph")
DiplomaticMission: Final = Iri("https://w3id.org/bilateral/ontology#DiplomaticMission")
Document: Final = Iri("https://w3id.org/bilateral/ontology#Document")
Dyad: Final = Iri("https://w3id.org/bilateral/ontology#Dyad")
Event: Final = Iri("https://w3id.org/bilateral/ontology#Event")
Gloss: Final = Iri("https://w3id.org/bilateral/ontology#Gloss")
GovernmentBody: Final = Iri("https://w3id.org/bilateral/ontology#GovernmentBody")
InternationalOrganization: Final = Iri(
    "https://w3id.org/bilateral/ontology#InternationalOrganization"
)
Judgement: Final = Iri("https://w3id.org/bilateral/ontology#Judgement")
Matter: Final = Iri("https://w3id.org/bilateral/ontology#Matter")
MediaOrganization: Final = Iri("https://w3id.org/bilateral/ontology#MediaOrganization")
Mention: Final = Iri("https://w3id.org/bilateral/ontology#Mention")
Organization: Final = Iri("https://w3id.org/bilateral/ontology#Organization")
Participation: Final = Iri("https://w3id.org/bilateral/ontology#Participation")
Person: Final = Iri("https://w3id.org/bilateral/ontology#Person")
Place: Final = Iri("https://w3id.org/bilateral/ontology#Place")
Quotation: Final = Iri("https://w3id.org/bilateral/ontology#Quotation")
Relation: Final = Iri("https://w3id.org/bilateral/ontology#Relation")
Revision: Final = Iri("https://w3id.org/bilateral/ontology#Revision")
State: Final = Iri("https://w3id.org/bilateral/ontology#State")
Term: Final = Iri("https://w3id.org/bilateral/ontology#Term")
Withdrawal: Final = Iri("https://w3id.org/bilateral/ontology#Withdrawal")
about: Final = Iri("https://w3id.org/bilateral/ontology#about")
actType: Final = Iri("https://w3id.org/bilateral/ontology#actType")
addressee: Final = Iri("https://w3id.org/bilateral/ontology#addressee")
agenda: Final = Iri("https://w3id.org/bilateral/ontology#agenda")
agent: Final = Iri("https://w3id.org/bilateral/ontology#agent")
amends: Final = Iri("https://w3id.org/bilateral/ontology#amends")
annotatedAs: Final = Iri("https://w3id.org/bilateral/ontology#annotatedAs")
annotationFormat: Final = Iri("https://w3id.org/bilateral/ontology#annotationFormat")
appliesTo: Final = Iri("https://w3id.org/bilateral/ontology#appliesTo")
assessment: Final = Iri("https://w3id.org/bilateral/ontology#assessment")
attendingSide: Final = Iri("https://w3id.org/bilateral/ontology#attendingSide")
attribution: Final = Iri("https://w3id.org/bilateral/ontology#attribution")
basedIn: Final = Iri("https://w3id.org/bilateral/ontology#basedIn")
byActor: Final = Iri("https://w3id.org/bilateral/ontology#byActor")
certainty: Final = Iri("https://w3id.org/bilateral/ontology#certainty")
claimedProperty: Final = Iri("https://w3id.org/bilateral/ontology#claimedProperty")
claimedText: Final = Iri("https://w3id.org/bilateral/ontology#claimedText")
claimedValue: Final = Iri("https://w3id.org/bilateral/ontology#claimedValue")
codebook: Final = Iri("https://w3id.org/bilateral/ontology#codebook")
codedBy: Final = Iri("https://w3id.org/bilateral/ontology#codedBy")
codedOn: Final = Iri("https://w3id.org/bilateral/ontology#codedOn")
codedSource: Final = Iri("https://w3id.org/bilateral/ontology#codedSource")
codedTarget: Final = Iri("https://w3id.org/bilateral/ontology#codedTarget")
codedType: Final = Iri("https://w3id.org/bilateral/ontology#codedType")
coder: Final = Iri("https://w3id.org/bilateral/ontology#coder")
comparedBy: Final = Iri("https://w3id.org/bilateral/ontology#comparedBy")
concerns: Final = Iri("https://w3id.org/bilateral/ontology#concerns")
concludedBy: Final = Iri("https://w3id.org/bilateral/ontology#concludedBy")
condition: Final = Iri("https://w3id.org/bilateral/ontology#condition")
conditionKind: Final = Iri("https://w3id.org/bilateral/ontology#conditionKind")
confers: Final = Iri("https://w3id.org/bilateral/ontology#confers")
conflictCount: Final = Iri("https://w3id.org/bilateral/ontology#conflictCount")
content: Final = Iri("https://w3id.org/bilateral/ontology#content")
cooperationCount: Final = Iri("https://w3id.org/bilateral/ontology#cooperationCount")
correctedBy: Final = Iri("https://w3id.org/bilateral/ontology#correctedBy")
creditor: Final = Iri("https://w3id.org/bilateral/ontology#creditor")
date: Final = Iri("https://w3id.org/bilateral/ontology#date")
dateBasis: Final = Iri("https://w3id.org/bilateral/ontology#dateBasis")
day: Final = Iri("https://w3id.org/bilateral/ontology#day")
dayTo: Final = Iri("https://w3id.org/bilateral/ontology#dayTo")
debtor: Final = Iri("https://w3id.org/bilateral/ontology#debtor")
declaredOffsets: Final = Iri("https://w3id.org/bilateral/ontology#declaredOffsets")
denotes: Final = Iri("https://w3id.org/bilateral/ontology#denotes")
dependsOn: Final = Iri("https://w3id.org/bilateral/ontology#dependsOn")
drawnAs: Final = Iri("https://w3id.org/bilateral/ontology#drawnAs")
dueBy: Final = Iri("https://w3id.org/bilateral/ontology#dueBy")
duration: Final = Iri("https://w3id.org/bilateral/ontology#duration")
edtf: Final = Iri("https://w3id.org/bilateral/ontology#edtf")
end: Final = Iri("https://w3id.org/bilateral/ontology#end")
eventCount: Final = Iri("https://w3id.org/bilateral/ontology#eventCount")
eventType: Final = Iri("https://w3id.org/bilateral/ontology#eventType")
externalReference: Final = Iri("https://w3id.org/bilateral/ontology#externalReference")
feature: Final = Iri("https://w3id.org/bilateral/ontology#feature")
file: Final = Iri("https://w3id.org/bilateral/ontology#file")
firstSource: Final = Iri("https://w3id.org/bilateral/ontology#firstSource")
follows: Final = Iri("https://w3id.org/bilateral/ontology#follows")
gist: Final = Iri("https://w3id.org/bilateral/ontology#gist")
ground: Final = Iri("https://w3id.org/bilateral/ontology#ground")
holdsPost: Final = Iri("https://w3id.org/bilateral/ontology#holdsPost")
illegalAfter: Final = Iri("https://w3id.org/bilateral/ontology#illegalAfter")
inDocument: Final = Iri("https://w3id.org/bilateral/ontology#inDocument")
inEvent: Final = Iri("https://w3id.org/bilateral/ontology#inEvent")
inResponseTo: Final = Iri("https://w3id.org/bilateral/ontology#inResponseTo")
initiates: Final = Iri("https://w3id.org/bilateral/ontology#initiates")
instrumentType: Final = Iri("https://w3id.org/bilateral/ontology#instrumentType")
issue: Final = Iri("https://w3id.org/bilateral/ontology#issue")
judgedAs: Final = Iri("https://w3id.org/bilateral/ontology#judgedAs")
judgedBy: Final = Iri("https://w3id.org/bilateral/ontology#judgedBy")
judgedForm: Final = Iri("https://w3id.org/bilateral/ontology#judgedForm")
judgedIn: Final = Iri("https://w3id.org/bilateral/ontology#judgedIn")
judgedNode: Final = Iri("https://w3id.org/bilateral/ontology#judgedNode")
judgedOn: Final = Iri("https://w3id.org/bilateral/ontology#judgedOn")
level: Final = Iri("https://w3id.org/bilateral/ontology#level")
link: Final = Iri("https://w3id.org/bilateral/ontology#link")
linkRole: Final = Iri("https://w3id.org/bilateral/ontology#linkRole")
linkTo: Final = Iri("https://w3id.org/bilateral/ontology#linkTo")
linkedTo: Final = Iri("https://w3id.org/bilateral/ontology#linkedTo")
mappingVersion: Final = Iri("https://w3id.org/bilateral/ontology#mappingVersion")
meanPloverScore: Final = Iri("https://w3id.org/bilateral/ontology#meanPloverScore")
meanScore: Final = Iri("https://w3id.org/bilateral/ontology#meanScore")
medium: Final = Iri("https://w3id.org/bilateral/ontology#medium")
mutual: Final = Iri("https://w3id.org/bilateral/ontology#mutual")
nameBasis: Final = Iri("https://w3id.org/bilateral/ontology#nameBasis")
noAnswerFrom: Final = Iri("https://w3id.org/bilateral/ontology#noAnswerFrom")
obligationKind: Final = Iri("https://w3id.org/bilateral/ontology#obligationKind")
ofEvent: Final = Iri("https://w3id.org/bilateral/ontology#ofEvent")
ofMatter: Final = Iri("https://w3id.org/bilateral/ontology#ofMatter")
offsetUnit: Final = Iri("https://w3id.org/bilateral/ontology#offsetUnit")
onAxis: Final = Iri("https://w3id.org/bilateral/ontology#onAxis")
onBehalfOf: Final = Iri("https://w3id.org/bilateral/ontology#onBehalfOf")
origin: Final = Iri("https://w3id.org/bilateral/ontology#origin")
outlet: Final = Iri("https://w3id.org/bilateral/ontology#outlet")
part: Final = Iri("https://w3id.org/bilateral/ontology#part")
partOfEvent: Final = Iri("https://w3id.org/bilateral/ontology#partOfEvent")
partOfMatter: Final = Iri("https://w3id.org/bilateral/ontology#partOfMatter")
participant: Final = Iri("https://w3id.org/bilateral/ontology#participant")
participation: Final = Iri("https://w3id.org/bilateral/ontology#participation")
party: Final = Iri("https://w3id.org/bilateral/ontology#party")
period: Final = Iri("https://w3id.org/bilateral/ontology#period")
place: Final = Iri("https://w3id.org/bilateral/ontology#place")
ploverType: Final = Iri("https://w3id.org/bilateral/ontology#ploverType")
priorScore: Final = Iri("https://w3id.org/bilateral/ontology#priorScore")
proponent: Final = Iri("https://w3id.org/bilateral/ontology#proponent")
publisher: Final = Iri("https://w3id.org/bilateral/ontology#publisher")
quadClass: Final = Iri("https://w3id.org/bilateral/ontology#quadClass")
quote: Final = Iri("https://w3id.org/bilateral/ontology#quote")
rank: Final = Iri("https://w3id.org/bilateral/ontology#rank")
readInFull: Final = Iri("https://w3id.org/bilateral/ontology#readInFull")
reason: Final = Iri("https://w3id.org/bilateral/ontology#reason")
recordedFrom: Final = Iri("https://w3id.org/bilateral/ontology#recordedFrom")
recordedTo: Final = Iri("https://w3id.org/bilateral/ontology#recordedTo")
relayChain: Final = Iri("https://w3id.org/bilateral/ontology#relayChain")
relayOrder: Final = Iri("https://w3id.org/bilateral/ontology#relayOrder")
renews: Final = Iri("https://w3id.org/bilateral/ontology#renews")
reportedDay: Final = Iri("https://w3id.org/bilateral/ontology#reportedDay")
reportedDayTo: Final = Iri("https://w3id.org/bilateral/ontology#reportedDayTo")
represents: Final = Iri("https://w3id.org/bilateral/ontology#represents")
role: Final = Iri("https://w3id.org/bilateral/ontology#role")
saidAt: Final = Iri("https://w3id.org/bilateral/ontology#saidAt")
saidBy: Final = Iri("https://w3id.org/bilateral/ontology#saidBy")
sense: Final = Iri("https://w3id.org/bilateral/ontology#sense")
setting: Final = Iri("https://w3id.org/bilateral/ontology#setting")
sha256: Final = Iri("https://w3id.org/bilateral/ontology#sha256")
shape: Final = Iri("https://w3id.org/bilateral/ontology#shape")
side: Final = Iri("https://w3id.org/bilateral/ontology#side")
slot: Final = Iri("https://w3id.org/bilateral/ontology#slot")
speaker: Final = Iri("https://w3id.org/bilateral/ontology#speaker")
speaksFor: Final = Iri("https://w3id.org/bilateral/ontology#speaksFor")
stance: Final = Iri("https://w3id.org/bilateral/ontology#stance")
start: Final = Iri("https://w3id.org/bilateral/ontology#start")
statusWord: Final = Iri("https://w3id.org/bilateral/ontology#statusWord")
step: Final = Iri("https://w3id.org/bilateral/ontology#step")
subject: Final = Iri("https://w3id.org/bilateral/ontology#subject")
supersedes: Final = Iri("https://w3id.org/bilateral/ontology#supersedes")
symbol: Final = Iri("https://w3id.org/bilateral/ontology#symbol")
telling: Final = Iri("https://w3id.org/bilateral/ontology#telling")
term: Final = Iri("https://w3id.org/bilateral/ontology#term")
terminates: Final = Iri("https://w3id.org/bilateral/ontology#terminates")
territoryOf: Final = Iri("https://w3id.org/bilateral/ontology#territoryOf")
title: Final = Iri("https://w3id.org/bilateral/ontology#title")
toActor: Final = Iri("https://w3id.org/bilateral/ontology#toActor")
topic: Final = Iri("https://w3id.org/bilateral/ontology#topic")
translatedBy: Final = Iri("https://w3id.org/bilateral/ontology#translatedBy")
translatedFrom: Final = Iri("https://w3id.org/bilateral/ontology#translatedFrom")
trigger: Final = Iri("https://w3id.org/bilateral/ontology#trigger")
valueKind: Final = Iri("https://w3id.org/bilateral/ontology#valueKind")
valueScheme: Final = Iri("https://w3id.org/bilateral/ontology#valueScheme")
verdict: Final = Iri("https://w3id.org/bilateral/ontology#verdict")
voice: Final = Iri("https://w3id.org/bilateral/ontology#voice")
voiceOf: Final = Iri("https://w3id.org/bilateral/ontology#voiceOf")
weak: Final = Iri("https://w3id.org/bilateral/ontology#weak")
within: Final = Iri("https://w3id.org/bilateral/ontology#within")
