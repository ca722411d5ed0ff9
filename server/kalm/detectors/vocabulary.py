"""The words around a value that tell what it is. Lower case, without accents; ``-`` between words reads as a space."""

from kalm.detectors.wordlist import words

_FAMILIES: dict[str, str] = {
    "bsn": """
        bsn; bsnnr; bsn nummer; bsn nr; burgerservicenummer; burger service nummer; sofinummer; sofi nummer;
        sofi; persoonsnummer; citizen service number
    """,
    "education": "onderwijsnummer; leerlingnummer; leerlingnr; persoonsgebonden nummer; pgn",
    "rrn": """
        rijksregisternummer; rijksregisternr; rijksregister; rrn; insz; insz nummer; niss; nationaal nummer;
        bisnummer; bis nummer; national register number; national number; rr nummer; rr nr
    """,
    "nino": "national insurance number; national insurance no; national insurance; ni number; ni no; nino",
    "nhs": "nhs number; nhs no; nhs nr; nhs",
    "ssn": "ssn; social security number; social security no; social security",
    "v-number": "v nummer; vnummer; v nr; vreemdelingennummer; alien number; alien registration number; v number",
    "passport": """
        paspoort; paspoortnummer; paspoortnr; reispas; reispasnummer; passport; passport number; passport no;
        documentnummer; document number; identiteitskaart; identiteitskaartnummer; identiteitsbewijs; id kaart;
        id bewijs; idkaart; idbewijs; id nummer; id card; id number; identity card; eid; eid nummer; eid kaart
    """,
    "licence": """
        rijbewijs; rijbewijsnummer; rijbewijsnr; driving licence; driving license; drivers license; driving
        licence number; driver's license; driver's licence; driver number
    """,
    "residence": """
        verblijfsdocument; verblijfsvergunning; verblijfskaart; verblijfstitel; residence permit; residence
        permit number; residence card; biometric residence permit
    """,
    "bank": """
        iban; ibannummer; iban nummer; rekeningnummer; rekeningnr; rekening; rekeningen; bankrekening;
        bankrekeningnummer; bankrek; rek; reknr; account number; account no; bank account; bank details; sort
        code; giro; gironummer; girorekening
    """,
    "card": """
        creditcard; creditcardnummer; creditkaart; kredietkaart; credit card; card number; card no; kaartnummer;
        card; debit card; debitcard; visa; visakaart; mastercard; amex; american express; bankkaart;
        betaalkaart; bankpas; pinpas; pasnummer; card details
    """,
    "cvc": """cvc; cvv; cvc2; cvv2; cvc code; cvv code; card verification code; card security code""",
    "phone": """
        tel; telnr; telefoon; telefoonnummer; telefoonnr; telefonisch; mobiel; mobieltje; mob; gsm; gsmnummer;
        gsm nummer; gsm nr; 06 nummer; doorkiesnummer; bel; belt; bellen; belde; gebeld; belden; app; appt;
        appen; appje; appte; geappt; whatsapp; sms; sms en; bereikbaar; bereiken; fax; phone; phone number;
        telephone; mobile; mobile number; cell; cellphone; cell phone; landline; call; called; calling; ring;
        rang; phoned; text; texted; reach; reached; telefooncijfer; contactnummer; contact number; noodnummer;
        thuisnummer; privenummer
    """,
    "email": """
        mail; mails; mailen; mailt; mailde; gemaild; mailadres; mailtje; email; emails; e mail; e mails;
        emailadres; e mailadres; emailed; e mailed; mailed; email address; e mail address
    """,
    "address": """
        adres; adresse; woonadres; huisadres; woont; woon; wonen; wonende; woonachtig; woonplaats; huisnummer;
        postcode; address; home address; postal code; zip code
    """,
    "birth": """
        geboren; geboortedatum; geboortedag; geb; geb datum; geb dat; gebdatum; geboorte; jarig; verjaardag;
        verjaart; born; dob; d o b; date of birth; birth date; birthdate; birthday; birth
    """,
    "plate": """
        kenteken; kentekens; kentekenplaat; kentekennummer; nummerplaat; nummerplaten; plaat; plaatnummer;
        licence plate; license plate; licence plate number; number plate; numberplate; registration;
        registration number; reg; reg no; vehicle registration; plate
    """,
    "vat": """
        btw; btw nummer; btw nr; btw id; btwnummer; btwnr; omzetbelastingnummer; vat; vat number; vat no; vat
        id; kvk; kvk nummer; kvk nr; kvknummer; kbo; kbo nummer; ondernemingsnummer; rsin; handelsregister;
        handelsregisternummer; company number; vestigingsnummer; chamber of commerce; bedrijfsnummer
    """,
    "case": """
        zaaknr; dossier; dossiers; zaak; melding; meldingskaart; meldkaart; meldingsnr; klantnr; klant nr;
        polis; polisnr; order; ordernr; order nr; bestelling; bestelnr; bestel nr; factuur; facturen; factuurnr;
        ticket; ticketnr; incident; referentie; kenmerk; ref; uw kenmerk; ons kenmerk; claim; schadedossier;
        reservering; boeking; aanvraag; aanmelding; inschrijving; lidmaatschap; bekeuring; boete; proces
        verbaal; pv; pv nummer; pv nr; schade; offerte; contract; zending; pakket; track en trace; track trace;
        trackingcode; tracking code; barcode; case; case no; case ref; case reference; file; file no; invoice;
        invoice no; customer no; customer id; customer ref; customer reference; policy; policy no; reference;
        booking; booking ref; booking reference; reservation; referral; complaint; account; membership; member
        no; student id; patient; patient id; patient no; patientnr; tracking; parcel; shipment; application;
        claimnr; order no; ticket no; report; claim no; bezwaar; bezwaarschrift; beroep; verzoek; klacht;
        vordering; abonnement; appeal; request; objection; subscription; case number; file number; customer
        number; client number; order number; ticket number; invoice number; policy number; claim number; booking
        number; reservation number; member number; membership number; patient number; hospital number; student
        number; pupil number; candidate number; employee number; staff number; payroll number; reference number;
        incident number; crime number; crime reference; crime reference number; referral number; application
        number; contract number; tenancy number; council tax number; tracking number; complaint number; report
        number; loyalty number; subscription number; label; bagagelabel; baggage tag; luggage tag; pnr;
        boekingscode; reserveringscode; booking code; client no; client id; client; cliëntnr; lidnr; debiteurnr;
        case id; order id; ticket id; incident no
    """,
    "neutral": """
        isbn; issn; ean; imei; serienummer; serienr; serial; serial number; serial no; artikel; artikelnr; art;
        product; productcode; model; type; versie; version; v; release; build; kamer; lokaal; zaal; room;
        pagina; page; lijn; bus; tram; trein; train; line; flight; vlucht; perron; spoor; platform; gate; poort;
        postbus; po box; raadsbesluit; besluit; aanbesteding; tender; raadsvoorstel; wet; verordening; sku; lot;
        batch; lotnr; chassis; cadeaukaart; cadeaubon; giftcard; gift card; voucher; kortingscode; discount
        code; actiecode; promo code; couponcode; waardebon; klantenkaart; spaarkaart; loyalty card; ov
        chipkaart; ov chipkaartnummer; mobib; job ref; job reference; vacature; vacaturenr; vacancy; huisje;
        kavel; perceel; paragraaf; hoofdstuk; chapter; unit; meter; meterstand; teller; stand; volgnr; hashtag;
        foutcode; error code; errorcode; error; foutmelding; score; kanaal; channel; frequentie; bieb;
        bibliotheekpas; license key; licence key; licentie; licentiecode; agb; agb code; big nummer; big
    """,
}

LABELS: dict[str, str] = {
    " ".join(label.split()).replace("ë", "e"): family
    for family, labels in _FAMILIES.items()
    for label in labels.split(";")
}
"""Word or words → family of values they announce."""

LAST_WORDS = frozenset(label.rsplit(" ", 1)[1] for label in LABELS if " " in label)
"""Words that end a label of several words."""

LONGEST_LABEL = max(label.count(" ") + 1 for label in LABELS)

_NEUTRAL_NUMBERS = words("""
    artikelnummer productnummer modelnummer versienummer kamernummer paginanummer volgnummer lijnnummer
    busnummer treinnummer vluchtnummer rugnummer lotnummer batchnummer serienummer perceelnummer huisnummer
    kavelnummer meternummer chassisnummer modelnr agbnummer bignummer besluitnummer tafelnummer startnummer
    stoelnummer zaalnummer vestigingsnummer chipnummer vacaturenummer lotnr netnummer servicenummer kanaalnummer
    """)

_COMPOUND_TAILS = ("nummer", "nummers", "nr", "dossier", "kenmerk", "referentie")


def family_of(word: str) -> str | None:
    """Family of a single word, compounds included: *leerplichtdossier* and *huurdersnummer* announce a case number."""
    family = LABELS.get(word)
    if family is None and len(word) > 6 and word.endswith(_COMPOUND_TAILS):
        return "neutral" if word in _NEUTRAL_NUMBERS else "case"
    return family


ANNOUNCES_NUMBERS = words(
    "bsn education rrn nino nhs ssn v-number passport licence bank card phone vat case neutral residence"
)
"""Families whose values are mostly digits: only these compete for a number."""

SECOND_PERSON = words("u uw uwe je jij jou jouw jullie ge gij uzelf jezelf you your yours yourself jouwe hedde")

SOMEBODY = words("""
    hij hem haar hun zijne mevrouw meneer mijnheer mevr mw dhr heer klant klante client clienten cliente patient
    patiente bewoner bewoonster huurder huurster buurman buurvrouw collega melder leerling student studente
    deelnemer lid medewerker medewerkster eigenaar moeder vader dochter zoon zoontje dochtertje he she him his
    her hers mr mrs ms miss sir madam customer tenant neighbour colleague familie family ze hen passenger guest
    pupil resident caller victim suspect
    """)
"""Words that put a person other than the reader into the sentence."""

TITLES = words("mevrouw meneer mijnheer mevr mw dhr heer juffrouw familie fam mr mrs ms miss dr prof")

OURSELVES = words("ons onze our us ours")

UNITS = words("""
    kwh mwh gwh kw mw km m cm mm m2 m3 ha euro euros eur cent dollar dollars pond pounds gbp usd stuks mensen
    personen keer views weergaven volgers followers likes liter l ml kg gram g ton mb gb tb uur uren minuten
    seconden dagen jaar inwoners punten leden steps stappen people times members pounds years hours minutes days
    percent procent mln miljoen million miljard billion bezoekers visitors huishoudens woningen bomen pixels px
    volt watt ampere
    """)

EXAMPLES = words("""
    voorbeeld voorbeelden bijvoorbeeld bv bijv vb zoals fictief fictieve dummy testnummer testkaart testgegevens
    test sample example examples eg fictional format formaat notatie vorm placeholder demo nep verzonnen
    """)

ABBREVIATIONS = words("""
    tel nr no ref dhr mevr mw mr mrs ms dr prof mob fax rek art pag ca bijv bv evt st ext tav tnv geb fam ing
    drs ir nrs incl excl max min vs resp blz p t a n
    """)
