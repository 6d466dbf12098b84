"""
Small words of the languages that callers speak beside English.

Real sentences are full of them, and names, codes, products and noise are not. Latin letters stand here without their
accents, as hurried people type them, and no first names are here. What is part of names, too ("de la", "van der"),
stands apart. A language that is not here is not told of.
"""

# ruff: noqa: E501  lists are not folded

from typing import Final

ENGLISH: Final = frozenset(
    "a about after again all am an and any are aren't as at back be been but by call can can't could couldn't did didn't do does "
    "doesn't don't down for from get go going gonna got had hadn't has hasn't have haven't he her hi him his how i i'd i'll i'm i've "
    "if in is isn't it it'll it's its just know let like me my need no not now of off oh ok okay on one only or our out over please "
    "right said say see shall she so some sorry still such than thank thanks that that's the their them then there there's these they "
    "they're they've this those to too two until up us very want was wasn't we we'll we're we've were weren't what when where which "
    "who why will with without won't would wouldn't yeah yes yet you you're you've your yours "
    "three four five six seven eight nine ten hundred double triple zero dot dash".split()
)

ENGLISH_TOO: Final = frozenset(
    "amin ate bent bet bio bo co com come comment con dana dig dove due er fare gen gun ha hat ho hon jam jen jo leo ma man mam may men "
    "met mina mine mo most na nan nap non once op pan pardon per po pod pour rat sina size son ta tag tama ted til till um ya yo ja".split()
)
"""Small words elsewhere that English speakers say too, or are called: in a few words they tell nothing."""

PARTICLES: Final = frozenset(
    "al au da das de del della den der des di dos du e el en il la las le les los o os san te van von y zu".split()
)
"""Small words that are part of names too: alone they tell nothing."""

LATIN: Final = {
    "es": "que no me se te lo un una por para con mi mis su sus es esta este esto eso estoy han hemos ha he pero como cuando donde porque ya muy mas nada nadie todo todavia hola gracias senor senora quiero necesito tengo tiene tienen puede puedo hace hacer haga dinero factura cuenta ahora hoy ayer si usted ustedes ellos les nos hablar llamar llamo llevo semana semanas dias vez veces buenas buenos tardes aqui sin desde hasta sobre cual van estan son fue ser unos favor entiendo harto harta mismo misma dos tres venir servicio diciendo algo alguien mucho siempre nunca pedido llega va vas voy todos toda todas estaba perdon hablo habla ingles tecnico numero dijo tiempo noche manana quien nuestro tuve tenia hicieron dieron ni o cuanto lunes martes miercoles jueves viernes sabado domingo cinco cuatro seis otro otra mire pues luego antes despues mediodia",
    "fr": "je tu il elle nous vous ils elles ne pas que qui quoi est et un une les mon ma mes votre vos notre ce cette ca suis etes avez avons ont ai fait sur avec pour dans depuis personne quelqu'un quand comment pourquoi veux peux voudrais merci bonjour oui non mais parce toujours encore rien deux trois fois mois jours semaine semaines argent compte facture au aux par sans leur lui etait etre faire tout tres jamais parle parler chez alors aviez hier soir contre vais comprends dites quel devait doit devez sont technicien colis lundi mardi mercredi jeudi vendredi samedi dimanche matin pardon anglais tous toute toutes aussi meme chaque aucun aucune quelle quatre cinq n'est avant apres midi livraison demain ici peu peut autre voila",
    "de": "ich du er sie wir ihr nicht kein keine ist sind war waren habe hat haben mein meine meinem meinen meiner ihre ihrem ihren ihnen das dass die ein eine einen einem einer und oder aber mit zu zum zur bei auf fur aus nach seit wegen schon noch nur auch wie was wann warum wo wer bitte danke guten hallo geld wird werden will mochte kann konnen muss jetzt heute gestern immer mir mich uns sich es doch denn sehr leider woche wochen rechnung zuruck niemand jemand verstehe geht wenn weil drei zweimal endlich gleiche dann damit ohne techniker euch mehr englisch spreche montag dienstag mittwoch donnerstag freitag samstag sonntag tag tage monat monate diese dieser dieses alle vor vier funf morgen abend vorher nachher unser unsere einfach etwas alles hier dort sofort",
    "pl": "nie mi mnie ja ty pan pani panstwo to jest sa sie do od za ze z w o po juz tylko jak co kto kiedy dlaczego gdzie czy ale i bo moj moje moja mojego chce chcialbym prosze dziekuje mam moze moge tydzien tygodnia tygodnie dni pieniadze rachunek dwa trzy razy ten tego tej nikt nic rozmawiac dzwonie dzwoni czekam bardzo teraz dzisiaj wczoraj jestem bylo byl dzien dobry rozumiem ktos mial miala jestescie jestesmy przyjsc przepraszam mowie angielsku poniedzialek wtorek sroda srode czwartek piatek pieniedzy sobie dla pod nad tak bez przez wszystko zawsze jeszcze zaplacilem nam nas rano ogole wieczorem jutro przed prostu nasz wszyscy tu",
    "pt": "que nao eu voce voces um uma com para por meu minha meus seu sua os isso isto este esta estou estao ja mas mais muito nada ninguem tudo ola obrigado obrigada quero preciso tenho tem pode posso dinheiro conta fatura agora hoje ontem nos me ate desde sobre como quando onde porque foi ser sou sao senhor senhora bom boa dia falar ligar liguei semana semanas dias vez vezes aqui sem ainda vou vai dizer ao pelo pela problema tres duas mesma mesmo chegou nunca tecnico apareceu desculpe falo ingles esse essa ele ela eles terca quarta quinta sexta sabado domingo estava foram ou tinha amanha depois antes toda todos manha tarde favor nosso nossa outro outra de",
    "it": "che non mi ti si lo gli un uno una per con il mio miei suo sua sono sei siete avete ha hanno ho questo questa quello ma come quando dove perche gia piu molto niente nessuno tutto ciao grazie buongiorno voglio devo posso puo soldi bolletta conto adesso ora oggi ieri settimana settimane giorni volta volte qui senza ancora della dei delle nel al alla sto sta capisco parlare due vi ci loro subito vorrei stato stata fare favore e i la stessa tre doveva deve devono tecnico pacco mai parlo inglese scusi lunedi martedi mercoledi giovedi venerdi sabato domenica domani dopo anche ogni era erano vostro nostro tutti tutte dal dalla alle nei stamattina sera mattina nostra altro altra allora sempre",
    "nl": "ik jij je hij zij wij we jullie ze niet geen is zijn was heb heeft hebben mijn uw het een en of maar met te voor bij op aan uit naar al nog ook hoe wat wanneer waarom waar wie graag bedankt dank goedemorgen hallo geld rekening wordt worden wil kan kunnen moet nu vandaag gisteren altijd mij me ons zich er deze dit dat keer weken doet meer niemand iemand terug spreken zoals hetzelfde twee drie maandag dinsdag woensdag donderdag vrijdag zaterdag zondag nooit spreek engels gaat komt zou hebt bent want omdat zonder aangekomen pakket vanmorgen vanavond morgen sinds onze alles hier daar gewoon weer",
    "tr": "bir bu ne ve ile icin ama sen siz biz bana size benim sizin degil var yok cok daha hala kimse hic kac kere gun hafta haftadir simdi bugun dun lutfen tesekkur merhaba evet hayir istiyorum nasil neden zaman para param fatura gibi kadar sonra once geri iki beni bunu sizinle nerede mi mu calismiyor efendim ozur dilerim ingilizce bilmiyorum gelmedi geldi gelecek verin hemen degilim musteri pazartesi sali carsamba persembe cuma sabah aksam bizim bizi yarin olan olur oldu gerek",
    "ro": "nu sa si un cu pe din ca ce este sunt ai are ati au imi va te mai dar cum cand unde pentru vreau vorbesc bani banii factura cont acum azi astazi ieri saptamana saptamani zile multumesc rog nimeni nimic inca deja foarte eu mea meu dumneavoastra fara pana nici inapoi cineva asta acest ma se doua ori o in mi niciodata pare rau vorbiti engleza luni marti miercuri joi vineri aceasta fost sunteti avem aveti dimineata seara ne nostru noastra dupa atunci poate telefon trebuie",
    "sv": "jag du han hon vi ni det den en ett och att inte ar var har hade min mitt mina som med pa av for fran till om men hur vad nar varfor vill kan ska maste nu idag igar alltid aldrig nagon ingen tack hej pengar rakning vecka veckor tillbaka prata sedan ocksa mig dig detta",
    "da": "jeg du han hun vi det en et og at ikke er var har havde min mit mine som med pa af for fra til om men hvordan hvad hvornar hvorfor vil kan skal nu altid aldrig nogen ingen tak hej penge regning uge uger tilbage tale siden ogsa mig dig dette gerne",
    "no": "jeg du han hun vi det en et og at ikke er var har hadde min mitt mine som med pa av for fra til om men hvordan hva nar hvorfor vil kan skal na alltid aldri noen ingen takk hei penger regning uke uker tilbake snakke siden ogsa meg deg dette gjerne",
    "fi": "mina sina te en ei ole on olen oli miksi kun koska missa jo viela vain myos etta ja tai mutta minun teidan rahat rahani lasku viikko viikkoa viikkoon kiitos hei haluan puhua nyt tanaan eilen kukaan mitaan toimi takaisin ovat hyvin kanssa kuka tama sita niin",
    "cs": "ne je jsem jste jsou mi me mne se si to ten ta ty do od za ze s v o po uz jen jak co kdo kdy proc kde ale nebo protoze muj moje chci prosim dekuji mam muze muzu tyden tydny dni penize ucet dvakrat nikdo nic mluvit velmi ted dnes vcera byl bylo dobry den vas vam vasim tohle jeste kdyz aby jako",
    "sk": "nie je som ste su mi ma mne sa si to ten do od za uz len ako co kto kedy preco kde ale alebo lebo moj moje chcem prosim dakujem mam moze mozem tyzden peniaze ucet dvakrat nikto nic hovorit velmi teraz dnes vcera bol bolo dobry vas vam toto este ked aby",
    "hu": "nem egy az es van hogy mit mi miert mikor hol ki de ha mar csak nekem ez azt ezt en szeretnek akarok beszelni penzt penzem szamla hete nap most ma tegnap koszonom kerem jo napot senki semmi vissza nagyon volt lesz kell ketszer hiv mukodik azonnal vagyok sem igen",
    "hr": "ne nije nisam mi me se je ste su smo do od za iz sa u po vec samo kako sto tko ko kada zasto gdje gde ili jer moj moje moja zelim hocu molim hvala imam moze mogu tjedan tjedana nedelju dana novac racun dva puta nitko niko nista razgovarati vrlo sada danas jucer juce bio bilo dobar vas vam ovo radi jos kad",
    "sq": "nuk une ju ne me te nje dhe per por si ku kur pse kush jam jeni eshte kam keni kane dua flas faleminderit lutem parate fatura jave sot dje tani askush asgje shume im ime tuaj",
    "lt": "as ne nera su ir kad kodel mano jus jusu noriu kalbeti pinigus saskaita savaite dabar siandien vakar niekas labai aciu prasau dar jau tik bet arba yra buvo man",
    "vi": "toi cua la khong co duoc va cho voi nay gi sao khi nao nhu mot da se phai muon noi chuyen tien don hom qua roi lai nguoi rat xin chao nha o den dung ca tuan goi ai chua",
    "id": "saya kamu anda kami kita dia tidak bukan belum sudah akan bisa atau tapi yang ke dari dengan untuk pada ini itu apa kenapa kapan siapa bagaimana mau ingin bicara uang tagihan bayar sekarang hari kemarin minggu bulan terima kasih tolong selamat ada karena juga lagi kali seminggu orang masih jangan",
    "ms": "saya awak kami tidak tak bukan belum sudah boleh yang dengan untuk ini itu kenapa bila mahu nak bercakap duit wang bil bayar sekarang hari semalam minggu terima kasih tolong encik puan telah kali",
    "tl": "ako ikaw ka ko mo siya kami tayo kayo ang ng mga sa ay hindi wala walang may po pong opo ba lang naman kasi dahil pero bakit kailan saan sino ano paano gusto kailangan kong ninyo nyo amin namin dito ito iyan yung ngayon kahapon pera bayad salamat isang dalawang linggo araw",
    "sw": "mimi wewe yeye sisi ya wa kwa ni hapana ndiyo tafadhali asante pesa yangu yako yenu nataka kuzungumza kuongea leo jana wiki kazi sana kwanini lini nani hii hiyo lakini bado tayari mara mbili siku",
    "ht": "mwen ou li nou yo pa pou ak nan ki kisa poukisa kile gen te ap pral vle pale kob lajan jodi semen tanpri mesi bonjou wi non paske anko deja toujou anpil yon fwa depi",
}  # fmt: skip
"""By ISO 639-1 code."""

OTHER: Final = {
    "CYRILLIC": {
        "ru": "я не мне меня мой моя мои это что как когда почему где но или уже хочу прошу спасибо деньги счёт сегодня вчера сейчас вы ваш вашим с у от бы нет никто и",
        "uk": "я не мені мене мій моя мої це що як коли чому де але або вже хочу прошу дякую гроші рахунок сьогодні вчора зараз ви ваш вашим з із від ні ніхто і та й",
        "bg": "не съм си сте ми ме се това какво кога защо къде но или вече искам моля благодаря пари сметка днес вчера сега да със ли е са имам няма никой",
        "sr": "не није нисам ми ме се је сам сте су то шта када зашто где али или већ желим хоћу молим хвала новац рачун данас јуче сада нико ништа да",
    },
    "ARABIC": {
        "ar": "لا ما في من على إلى هذا هذه أن أنا لم منذ مع كيف متى لماذا أين أريد اليوم أمس الآن",
        "fa": "من شما را از به با که این آن است هستم می چرا کجا اما یا پول امروز دیروز هفته نمی خواهم کنم برای",
        "ur": "میں آپ کے کی کا ہے ہیں سے نہیں کو مجھے میرا میری یہ وہ کیا کیوں کب لیکن اور پیسے آج ابھی نے پر",
    },
    "DEVANAGARI": {
        "hi": "है हैं नहीं मुझे मेरा मेरी मेरे आपके आपका से को का की के में और यह क्या कब क्यों रहा रही",
        "mr": "आहे आहेत नाही मला माझा माझी माझे तुमच्या तुमचा तुम्ही आणि हे काय कधी पाहिजे",
        "ne": "छ छैन मलाई मेरो तपाईंको तपाईं यो कहिले किन हुन्छ भयो गर्न चाहन्छु",
    },
    "CJK": {"zh": ""},
    "HIRAGANA": {"ja": ""},
    "KATAKANA": {"ja": ""},
    "HANGUL": {"ko": ""},
    "GREEK": {"el": ""},
    "HEBREW": {"he": ""},
    "BENGALI": {"bn": ""},
    "GURMUKHI": {"pa": ""},
    "GUJARATI": {"gu": ""},
    "TAMIL": {"ta": ""},
    "TELUGU": {"te": ""},
    "KANNADA": {"kn": ""},
    "MALAYALAM": {"ml": ""},
    "SINHALA": {"si": ""},
    "THAI": {"th": ""},
    "MYANMAR": {"my": ""},
    "KHMER": {"km": ""},
    "ETHIOPIC": {"am": ""},
    "ARMENIAN": {"hy": ""},
    "GEORGIAN": {"ka": ""},
}  # fmt: skip
"""By script, as Unicode names it, then by code: where the small words tell none apart, the first is meant."""
