"""Ordinary drafts to measure with: invented, plain, and the same in every run."""

import random
from collections.abc import Iterator

from kalm.core import Context, Draft, Message

NL = (
    "Dag Sanne, wat vervelend dat je pakket nog niet is aangekomen.",
    "Ik heb het voor je nagevraagd bij de bezorger in Zwolle.",
    "Volgens hem staat het sinds dinsdag in het depot aan de Ringweg.",
    "We sturen het morgen opnieuw op, dan krijg je ’s ochtends een bericht met het tijdvak.",
    "Ben je niet thuis, dan kun je het ook ophalen bij de winkel op het Marktplein.",
    "Stuur ons gerust een privébericht met je bestelnummer, dan kijk ik mee.",
    "De balie is maandag tot en met vrijdag open van 9.00 tot 17.00 uur.",
    "Op 14 maart werken we aan de leiding in de Kerkstraat en is er even geen water.",
    "U kunt uw aanvraag volgen op onze site, onder ‘Mijn zaken’.",
    "De nieuwe dienstregeling gaat in op zondag, met twee ritten per uur extra.",
    "Het formulier vraagt om een kopie van de huurovereenkomst; een foto is ook goed.",
    "Fijn dat u het meldt: de lantaarnpaal bij nummer 12 staat nu op de lijst voor deze week.",
    "Bedankt voor de tip over het zebrapad bij de school, ik geef het door aan de wijkbeheerder.",
    "Hij belt u morgen voor twaalf uur terug op het nummer dat bij ons bekend is.",
    "Laat je weten of het gelukt is? Groetjes, Bart 😊",
    "Meer weten? Kijk op https://www.voorbeeld.example/bezorgen of bel ons op 088 123 45 67.",
)
EN = (
    "Hi Priya, I am sorry your parcel has not turned up yet.",
    "I have asked the depot in Leeds where it went on Tuesday.",
    "They found it in the wrong cage and it goes out with the first van tomorrow.",
    "You will get a text with a two-hour slot before eight in the morning.",
    "If nobody is in, the driver can leave it with the shop on Market Square.",
    "Send us a direct message with your order number and I will take a look with you.",
    "The desk is open Monday to Friday from nine to five.",
    "On 14 March we replace the pipe in Church Lane and the water is off for an hour.",
    "You can follow your application online under ‘My requests’.",
    "The new timetable starts on Sunday and adds two services an hour.",
    "The form asks for a copy of the tenancy agreement; a photo is fine.",
    "Thanks for telling us: the lamp post outside number 12 is on this week's list.",
    "I have passed your tip about the zebra crossing on to the area officer.",
    "He will ring you back before noon on the number we hold for you.",
    "Let me know if that worked? Best wishes, Tom 😊",
    "More on https://www.example.example/delivery or call us on 0113 496 0000.",
)
PARENTS = {
    "nl": "Al drie dagen wachten op mijn pakket en niemand weet waar het is. Waar blijft het?",
    "en": "Three days waiting for my parcel and nobody knows where it is. Where did it go?",
}
SENTENCES = {"nl": NL, "en": EN}


HOSTILE = {
    "one word again and again": "weten ",
    "a phrase begun again and again": "had u dat maar ",
    "letters without spaces": "a",
    "combining marks": "e\u0301\u0302\u0323",
    "joined emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "right to left": "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd \u202e",
    "brackets": "[(",
    "quotation marks": "'a \" ",
    "digits": "0612 345.678-9 ",
    "dots": "a.b.c.",
    "line breaks": "a\n",
    "blanks": " ",
    "one number": "9",
    "capitals": "WAAROM Jan ",
}
"""Pieces of text that finders of phrases and identifiers stumble over, to be repeated."""


def text_of(length: int, language: str, seed: int) -> str:
    """An ordinary draft of exactly ``length`` code points."""
    chance = random.Random(seed)
    sentences: list[str] = []
    while sum(map(len, sentences)) + len(sentences) <= length:
        sentences += chance.sample(SENTENCES[language], len(SENTENCES[language]))
    return " ".join(sentences)[:length]


def replies(count: int, length: int) -> Iterator[Draft]:
    """Replies to a complaint on a page of our own, Dutch and English by turns."""
    for number in range(count):
        language = ("nl", "en")[number % 2]
        context = Context(place="page", parent=Message(PARENTS[language]))
        yield Draft(text_of(length, language, number), context, language)
