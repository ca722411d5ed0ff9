"""How common words are, so that a phrase can be tried only where its rarest word stands.

Occurrences per thousand words in everyday Dutch and English replies, counted once over our own corpus and
rounded; words that are not here count as `RARE`.
"""

RARE = 0.3

_DUTCH = (
    ". 66.6 , 47.5 de 38.6 een 23.0 het 22.2 en 19.0 dat 16.9 ik 16.0 is 15.4 van 12.9 op 12.5 je 12.2 "
    "in 11.8 u 11.2 er 10.6 niet 9.6 met 9.1 voor 8.8 bij 7.8 we 7.2 dan 7.2 die 6.2 te 5.5 : 5.3 ook 5.0 "
    "? 4.9 aan 4.9 uur 4.6 om 4.5 zijn 4.4 uw 4.3 ! 3.9 nog 3.9 wat 3.8 als 3.8 kan 3.6 tot 3.5 ons 3.3 "
    "staat 3.3 daar 3.2 wij 3.0 onze 3.0 naar 2.9 zelf 2.8 ze 2.7 over 2.6 ' 2.6 mij 2.6 wel 2.6 mag 2.6 "
    "of 2.4 hij 2.4 hier 2.4 geen 2.4 maar 2.3 nu 2.2 twee 2.2 was 2.2 heeft 2.1 zo 2.1 hem 2.1 drie 2.1 "
    "al 2.0 heb 2.0 vandaag 2.0 dag 1.9 mee 1.9 uit 1.9 komt 1.9 hebben 1.9 dit 1.9 dus 1.9 jaar 1.9 "
    "bel 1.9 had 1.8 keer 1.7 wie 1.7 door 1.7 mijn 1.7 gaat 1.6 vanaf 1.6 na 1.6 via 1.6 staan 1.6 "
    "goed 1.5 zit 1.5 morgen 1.4 week 1.4 ge 1.4 laat 1.3 ; 1.3 zonder 1.3 wordt 1.3 weer 1.3 moeten 1.3 "
    "haar 1.2 elke 1.2 iets 1.2 kom 1.2 graag 1.2 doen 1.2 nieuwe 1.2 even 1.2 stuur 1.2 ja 1.2 meer 1.2 "
    "gewoon 1.2 vraag 1.1 iemand 1.1 terug 1.1 alleen 1.1 deze 1.1 jullie 1.1 weten 1.1 wil 1.1 eens 1.1 "
    "hoe 1.1 moet 1.1 vier 1.0 per 1.0 sorry 1.0 binnen 1.0 euro 1.0 ligt 1.0 ben 1.0 krijgt 1.0 open 1.0 "
    "zo'n 1.0 vragen 1.0 vrijdag 0.9 werk 0.9 bellen 0.9 dank 0.9 worden 0.9 waar 0.9 nummer 0.9 "
    "zaterdag 0.9 eerste 0.9 - 0.9 kunt 0.9 hebt 0.9 foto 0.9 volgende 0.8 mensen 0.8 niets 0.8 zet 0.8 "
    "hoort 0.8 kijken 0.8 weken 0.8 weet 0.8 gratis 0.8 gerust 0.8 niemand 0.8 kunnen 0.8 veel 0.8 gaan 0.8 "
    "onder 0.8 ( 0.8 donderdag 0.8 bericht 0.8 maandag 0.8 zeggen 0.8 zes 0.8 iedereen 0.7 vijf 0.7 "
    "zien 0.7 site 0.7 komen 0.7 ) 0.7 langs 0.7 laten 0.7 tijd 0.7 wilt 0.7 zou 0.7 alle 0.7 groet 0.7 "
    "zeker 0.7 dinsdag 0.7 hoor 0.7 niks 0.7 bent 0.7 weg 0.7 horen 0.7 vanavond 0.7 maken 0.7 "
    "privebericht 0.7 eigen 0.7 14 0.7 stond 0.7 snap 0.7 lang 0.6 klaar 0.6 minuten 0.6 altijd 0.6 "
    "blijft 0.6 dagen 0.6 kinderen 0.6 app 0.6 anders 0.6 andere 0.6 @ 0.6 sinds 0.6 tussen 0.6 zie 0.6 "
    "mogen 0.6 12 0.6 nooit 0.6 echt 0.6 team 0.6 heel 0.6 toch 0.6 erbij 0.6 nee 0.6 alles 0.6 wachten 0.6 "
    "eerst 0.6 half 0.6 kijk 0.6 zeg 0.6 hadden 0.6 hele 0.6 af 0.6 pas 0.5 balie 0.5 geef 0.5 doet 0.5 "
    "3 0.5 samen 0.5 vervelend 0.5 welke 0.5 zitten 0.5 1 0.5 liggen 0.5 fijn 0.5 koffie 0.5 zondag 0.5 "
    "zetten 0.5 achter 0.5 naam 0.5 beste 0.5 antwoord 0.5 kun 0.5 klopt 0.5 hoeft 0.5 tien 0.5 "
    "vanmiddag 0.5 zal 0.5 zegt 0.5 deur 0.5 daarna 0.5 acht 0.5 vast 0.5 want 0.5 neem 0.5 hangt 0.5 "
    "afspraak 0.5 woensdag 0.5 maand 0.5 net 0.5"
)
_ENGLISH = (
    ". 64.5 , 51.8 the 46.6 and 23.8 is 21.4 a 20.7 you 19.1 it 18.3 i 15.3 to 14.7 on 12.5 in 11.8 "
    "for 11.0 that 9.3 at 8.6 not 8.6 we 7.9 have 7.5 of 7.3 will 7.2 your 7.1 with 7.0 are 7.0 sorry 6.3 "
    ": 5.9 can 5.3 if 5.0 am 4.6 so 4.3 one 4.1 would 4.1 this 4.1 from 4.0 ! 3.8 be 3.8 our 3.7 by 3.7 "
    "there 3.6 no 3.5 us 3.4 ? 3.3 do 3.3 about 3.1 was 2.9 up 2.7 me 2.6 two 2.6 out 2.5 what 2.5 as 2.4 "
    "; 2.3 hi 2.2 here 2.2 back 2.1 all 2.0 an 1.9 or 1.9 like 1.8 they 1.8 has 1.7 before 1.7 been 1.7 "
    "should 1.7 new 1.6 get 1.6 see 1.6 three 1.6 off 1.6 - 1.5 day 1.5 time 1.5 first 1.5 free 1.5 "
    "them 1.5 days 1.5 then 1.4 my 1.4 now 1.4 thanks 1.4 had 1.4 he 1.4 does 1.4 tell 1.4 page 1.4 "
    "good 1.4 too 1.3 until 1.3 open 1.3 ask 1.3 who 1.3 next 1.3 please 1.3 which 1.3 today 1.3 go 1.2 "
    "ring 1.2 week 1.2 when 1.2 come 1.2 desk 1.2 number 1.2 minutes 1.2 her 1.1 know 1.1 she 1.1 four 1.1 "
    "under 1.1 right 1.1 any 1.1 team 1.1 dm 1.1 still 1.1 people 1.1 just 1.0 after 1.0 but 1.0 again 1.0 "
    "did 1.0 morning 1.0 could 1.0 ( 1.0 look 1.0 every 1.0 ten 1.0 down 1.0 last 1.0 ) 1.0 send 1.0 "
    "through 1.0 were 0.9 hours 0.9 only 0.9 put 0.9 may 0.9 more 0.9 work 0.9 name 0.9 got 0.9 without 0.9 "
    "yes 0.9 six 0.9 how 0.8 asked 0.8 office 0.8 line 0.8 over 0.8 friday 0.8 dear 0.8 than 0.8 take 0.8 "
    "yours 0.8 say 0.8 goes 0.8 own 0.8 same 0.8 nothing 0.8 phone 0.8 way 0.8 regards 0.8 need 0.8 "
    "tomorrow 0.8 list 0.8 thank 0.8 read 0.8 till 0.8 him 0.8 post 0.7 message 0.7 monday 0.7 both 0.7 "
    "tonight 0.7 call 0.7 nobody 0.7 keep 0.7 £ 0.7 five 0.7 years 0.7 thursday 0.7 since 0.7 check 0.7 "
    "being 0.7 let 0.7 bring 0.7 within 0.7 hello 0.7 because 0.7 anyone 0.7 left 0.7 his 0.7 half 0.7 "
    "app 0.7 hear 0.7 photo 0.7 full 0.7 4 0.7 door 0.7 anything 0.7 hour 0.7 want 0.6 mr 0.6 nine 0.6 "
    "form 0.6 wrong 0.6 night 0.6 @ 0.6 date 0.6 2 0.6 takes 0.6 room 0.6 card 0.6 well 0.6 thing 0.6 "
    "saturday 0.6 order 0.6 9 0.6 went 0.6 where 0.6 long 0.6 3 0.6 account 0.6 pay 0.6 their 0.6 those 0.5 "
    "other 0.5 best 0.5 ' 0.5 site 0.5 manager 0.5 second 0.5 came 0.5 show 0.5 shop 0.5 kind 0.5 some 0.5 "
    "find 0.5 6 0.5 stay 0.5 once 0.5 weeks 0.5 wait 0.5 letter 0.5 leave 0.5 set 0.5 evening 0.5 comes 0.5 "
    "year 0.5 tuesday 0.5 help 0.5 everyone 0.5 while 0.5 month 0.5 ones 0.5 front 0.5 > 0.5 told 0.4 "
    "eight 0.4 box 0.4 taken 0.4"
)


def _table(listed: str) -> dict[str, float]:
    parts = listed.split()
    return dict(zip(parts[::2], map(float, parts[1::2]), strict=True))


_TABLES = {"nl": _table(_DUTCH), "en": _table(_ENGLISH)}


def frequency(word: str, language: str) -> float:
    """Occurrences of a folded word per thousand words of ordinary replies; an estimate for ordering only."""
    return _TABLES["en" if language.startswith("en") else "nl"].get(word, RARE)
