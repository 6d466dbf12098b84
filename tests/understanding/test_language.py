"""What is not English is named; what only looks un-English, and names and numbers, are no language."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steadyline.understanding import language

OTHERS = {
    "es": """
        me mandaron un producto que no era
        a mí nadie me explicó nada de eso
        pues mire señorita yo ya estoy cansado
        cancele la cita del martes por favor
        el aparato se apagó y ya no prende
        no me han devuelto el dinero todavía
        quiero hablar con un supervisor ahora mismo
        Estoy harto de llamar y que nadie me haga caso.
        llevo tres semanas esperando y todavia no me llega el pedido
        me cobraron dos veces la misma factura
        por que me cortaron el servicio si ya pague
        Hola, buenas tardes, llamo por un problema con mi cuenta.
        no entiendo lo que me esta diciendo
        ¿Cuándo van a venir a arreglarlo?
        esto es una vergüenza, son ustedes unos ladrones
        Mi pedido nunca llegó, ¿qué pasó?
        necesito que alguien me ayude por favor
        son unos inútiles y unos mentirosos
        voy a matarlos a todos
        la luz del router parpadea en rojo todo el tiempo
        el técnico dijo que vendría el martes y no vino
        ya les di mi número de cuenta tres veces
        hijo de puta, devuélveme mi dinero
        perdón no hablo inglés
        usted no me está escuchando
    """,
    "fr": """
        vous vous moquez de moi ou quoi
        la livraison devait arriver avant midi
        j'en ai marre de vos excuses
        passez moi votre chef s'il vous plaît
        on m'a coupé l'électricité ce matin
        je veux parler à un responsable
        vous m'avez facturé deux fois le même mois
        ca fait trois semaines que j'attends mon colis
        je ne comprends pas ce que vous dites
        Mon internet ne marche plus depuis hier soir.
        c'est inadmissible, je vais porter plainte contre vous
        personne ne m'a rappele alors que vous aviez promis
        est-ce que quelqu'un parle français chez vous
        mon colis n'est jamais arrivé
        le technicien devait passer mardi matin
        vous êtes des incompétents et des menteurs
        je voudrais résilier mon contrat
        pardon je ne parle pas anglais
        il y a une erreur sur ma facture
        j'ai déjà appelé trois fois cette semaine
        rendez moi mon argent tout de suite
    """,
    "de": """
        das gerät geht einfach nicht mehr an
        verbinden sie mich bitte mit ihrem chef
        so eine unverschämtheit habe ich noch nie erlebt
        der strom ist seit heute morgen weg
        was soll das denn jetzt heißen
        mein internet geht seit einer woche nicht
        ich möchte bitte mit ihrem vorgesetzten sprechen
        Das ist eine Frechheit, ich will mein Geld zurück!
        sie haben mir zweimal das gleiche abgebucht
        ich warte schon seit drei wochen auf die lieferung
        wann kommt denn endlich der techniker
        Niemand hat mich zurückgerufen, obwohl es versprochen war.
        ich verstehe sie leider nicht so gut
        der techniker war am dienstag nicht da
        ich habe schon dreimal angerufen
        entschuldigung ich spreche kein englisch
        sie sind doch alle lügner und betrüger
        meine rechnung stimmt hinten und vorne nicht
        ich kündige meinen vertrag sofort
        geben sie mir mein geld zurück
        wo bleibt mein paket
    """,
    "pl": """
        prąd wyłączyli nam dzisiaj rano
        połączcie mnie z szefem, proszę
        to jest po prostu niedopuszczalne
        urządzenie w ogóle nie działa
        nie działa mi internet od tygodnia
        chcę rozmawiać z kierownikiem, to jest skandal
        prosze oddac mi moje pieniadze, bo pojde do sadu
        Zapłaciłem dwa razy za ten sam rachunek.
        czekam juz trzy tygodnie i nikt do mnie nie dzwoni
        nie rozumiem co pan do mnie mówi
        moja paczka nigdy nie dotarła
        dzwoniłem już trzy razy w tym tygodniu
        przepraszam, nie mówię po angielsku
        technik miał przyjść we wtorek
        oddajcie mi moje pieniądze natychmiast
        jesteście oszustami, a ja chcę swoje pieniądze
    """,
    "pt": """
        o aparelho não liga mais
        cortaram a luz hoje de manhã
        me passa para o seu chefe por favor
        isso nunca me tinha acontecido antes
        eu quero falar com um supervisor agora
        não devolveram o meu dinheiro até hoje
        voces me cobraram duas vezes a mesma conta
        Já liguei três vezes e ninguém resolve o meu problema.
        nao estou a perceber o que me esta a dizer
        isso é um absurdo, vou processar vocês
        minha encomenda nunca chegou
        desculpe eu não falo inglês
        o técnico não apareceu na terça
        vocês são uns incompetentes e mentirosos
        quero cancelar o meu contrato
        devolvam o meu dinheiro já
    """,
    "it": """
        l'apparecchio non si accende più
        mi passi il suo capo per favore
        ci hanno staccato la luce stamattina
        una cosa del genere non mi era mai successa
        voglio parlare con un responsabile subito
        non mi avete ancora restituito i soldi
        mi avete addebitato due volte la stessa bolletta
        Sono tre settimane che aspetto e nessuno mi richiama.
        non capisco quello che mi sta dicendo
        è una vergogna, siete dei ladri
        il mio pacco non è mai arrivato
        mi scusi non parlo inglese
        il tecnico doveva venire martedì
        siete degli incompetenti e dei bugiardi
        ridatemi i miei soldi subito
    """,
    "nl": """
        geef mij uw baas maar even
        ik wil graag met een leidinggevende spreken
        mijn internet doet het al een week niet meer
        jullie hebben twee keer hetzelfde bedrag afgeschreven
        Waarom heeft niemand mij teruggebeld zoals beloofd?
        mijn pakket is nooit aangekomen
        sorry ik spreek geen engels
    """,
    "tr": """
        bu sabah elektriğimizi kestiler
        lütfen beni müdürünüze bağlayın
        bir haftadır internetim çalışmıyor ve kimse aramıyor
        param hala geri ödenmedi, müdürünüzle görüşmek istiyorum
        ben size kac kere soyledim bu fatura benim degil
        özür dilerim ingilizce bilmiyorum
        paramı hemen geri verin lütfen
    """,
    "ro": """
        ne-au tăiat curentul azi dimineață
        dați-mi șeful la telefon vă rog
        vreau sa vorbesc cu un supervizor acum
        nu mi-ați dat banii înapoi nici până astăzi
        internetul nu merge de o săptămână și nimeni nu mă sună
        coletul meu nu a ajuns niciodată
        îmi pare rău, nu vorbesc engleză
    """,
    "sv": """
        jag vill prata med en chef nu
        mitt internet har inte fungerat på en vecka
    """,
    "da": """
        jeg vil gerne tale med en leder nu
        mit internet har ikke virket i en uge
    """,
    "cs": """
        chci mluvit s vaším nadřízeným, tohle je ostuda
        už týden mi nejde internet a nikdo mi nevolá
    """,
    "hu": """
        egy hete nem működik az internetem és senki nem hív vissza
        a vezetőjével szeretnék beszélni most azonnal
    """,
    "vi": """
        sáng nay nhà tôi bị cúp điện
        tôi muốn nói chuyện với quản lý của anh
        internet nhà tôi không dùng được cả tuần nay
        hàng của tôi chưa bao giờ đến
        xin lỗi tôi không nói được tiếng anh
    """,
    "id": """
        saya mau bicara dengan atasan anda sekarang
        internet saya tidak bisa dipakai sudah seminggu
    """,
    "tl": """
        pinutulan kami ng kuryente kaninang umaga
        gusto ko pong makausap ang manager ninyo ngayon
        isang linggo na pong walang internet dito sa amin
        hindi dumating ang order ko
        pasensya na hindi ako marunong mag ingles
    """,
    "ru": """
        нам сегодня утром отключили свет
        соедините меня с начальником
        мой интернет не работает уже неделю
        я хочу поговорить с вашим начальником
        верните мне мои деньги, или я подам в суд
        моя посылка так и не пришла
        извините я не говорю по английски
        вы все обманщики и воры
        техник не пришёл во вторник
    """,
    "uk": """
        у мене вже тиждень не працює інтернет
        я хочу поговорити з вашим керівником
        моя посилка так і не прийшла, поверніть гроші
    """,
    "zh": """
        今天早上停电了
        让你们老板听电话
        我要投诉
        我的网络已经一个星期不能用了
        请让我跟你们的经理说话
        我的包裹一直没有到
        对不起我不会说英语
    """,
    "ja": """
        責任者と話したいのですが
        一週間前からインターネットが使えません
    """,
    "ko": """
        책임자와 통화하고 싶습니다
        일주일째 인터넷이 안 돼요
    """,
    "ar": """
        انقطعت الكهرباء هذا الصباح
        أوصلني بالمدير من فضلك
        أريد أن أتحدث مع المدير الآن
        الإنترنت لا يعمل منذ أسبوع
        طردي لم يصل أبدا
        آسف أنا لا أتكلم الإنجليزية
        هذا غير مقبول على الإطلاق
    """,
    "fa": """
        می‌خواهم با مدیر شما صحبت کنم
        اینترنت من یک هفته است که کار نمی‌کند
    """,
    "ur": """
        مجھے آپ کے مینیجر سے بات کرنی ہے
        میرا انٹرنیٹ ایک ہفتے سے نہیں چل رہا ہے
    """,
    "hi": """
        आज सुबह बिजली काट दी गई
        अपने मैनेजर से बात कराइए
        मुझे आपके मैनेजर से बात करनी है
        मेरा इंटरनेट एक हफ्ते से नहीं चल रहा है
        मेरा पार्सल कभी नहीं आया
        माफ़ कीजिए मुझे अंग्रेज़ी नहीं आती
    """,
    "bn": """
        আমি আপনার ম্যানেজারের সাথে কথা বলতে চাই
    """,
    "pa": """
        ਮੈਨੂੰ ਤੁਹਾਡੇ ਮੈਨੇਜਰ ਨਾਲ ਗੱਲ ਕਰਨੀ ਹੈ
    """,
    "gu": """
        મારે તમારા મેનેજર સાથે વાત કરવી છે
    """,
    "ta": """
        உங்கள் மேலாளருடன் பேச வேண்டும்
    """,
    "el": """
        θέλω να μιλήσω με τον διευθυντή σας τώρα
    """,
    "he": """
        אני רוצה לדבר עם המנהל שלך עכשיו
    """,
    "th": """
        ฉันต้องการคุยกับผู้จัดการของคุณ
    """,
    "bg": """
        искам да говоря с вашия началник
    """,
}
NONE = {
    "a bit of everything": """
        my postcode is ess doubleyou nineteen two pee zed
        Mohammed Iqbal Chaudhry, Fatima Begum, Yusuf Ali
        agnieszka kowalczyk tomasz nowak
        carlos alberto jimenez ruiz
        francois xavier dubois lefevre
        jurgen klopp hans zimmer
        ponte vecchio, piazza navona, trastevere
        boulevard saint germain montmartre
        calle san bernardo numero doce
        Ozempic, Mounjaro, Wegovy, Saxenda
        Eliquis apixaban rivaroxaban dabigatran
        Bosch Siemens Miele Neff Gaggenau
        Citroën Berlingo, Seat Ibiza, Alfa Romeo Giulia
        la la land tickets, le mans tickets
        ye wee bampot gie's ma money
        nae bother hen ta ta
        whit ye on aboot
        yous are pure taking the mick so yous are
        d'ye ken the noo
        tis himself that's wantin it
        gwan outta dat
        ya bleedin muppet
        lah lah don't liddat leh can or not
        oi bruv safe yeah allow it man
        dem say dem go call me dem no call
        wetin concern me concern una wahala
        mi deh yah a wait pon unnu
        bwoy cho man unnu wicked
        uh so um like er yeah no
        tch ach och aye
        aaah nooo whyyy
        fookin ell
        sod off pillock tosser
        twat git prat wally
        x y z one two three tango
        INC0012345 RITM99887 CHG44321
        ISBN 978-0-14-044913-6
        ext. 4471, ref. 22/B
        em eye see aitch ay ee el
        kilo india lima oscar
        recipt numba fife tree niner
        inshallah habibi mashallah
        oy vey schlep chutzpah
        namaste ji achha theek hai
        c'est la vie, bon voyage
        adios amigos muchas gracias
        gesundheit danke schoen
        arigato sayonara
        no comprende senor
    """,
    "digits": """
        4 9 2 7
        4 9 2 7 1 1
        0 7 7 0 0 9 0 0 1 2 3
        07700 900123
        it's 4 9 2 7 1 1
        four nine two seven one one
        oh seven seven double oh nine hundred one two three
        zero eight zero zero double five triple six
        4927-1184-0032
        £40.00, £12.50, £3.99
        12/03/2026
        uno
        1234 5678 9012 3456
        nineteen eighty four
        twenty third of the fourth seventy nine
        eight eight six zero four four
    """,
    "letters": """
        K E double R I G A N
        A B C 1 2 3 X Y Z
        B for Bravo, T for Tango, M for Mike
        bravo tango mike foxtrot zulu
        alpha alpha seven whisky kilo
        S-I-O-B-H-A-N
        en ee double u
        a b c d e f g
        kay ee double are eye gee ay en
        Kerrigan. K, E, double R.
        dee ay vee eye dee
        juliet oscar hotel november sierra mike india tango hotel
        luke dot sharbono at video tron dot ca
        siobhan underscore ni underscore bhriain at gmail dot com
    """,
    "names": """
        Bhattacharya, Siobhan Ní Bhriain, Zbigniew
        bhattacharya siobhan ní bhriain zbigniew
        Maria de la Cruz Gonzalez Fernandez
        maria de la cruz gonzalez fernandez
        João da Silva dos Santos
        Jean-Baptiste de la Fontaine du Bois
        Krzysztof Wojciechowski Małgorzata Szczepańska
        krzysztof wojciechowski malgorzata szczepanska
        Nguyễn Thị Minh Khai
        nguyen thi minh khai
        Ngozi Okonkwo Adichie Chukwuemeka
        Ludwig van der Berg von Hohenzollern
        Abdul Rahman bin Mohammed al Farsi
        Venkataraman Subramanian Ramakrishnan Iyer
        Giuseppe di Lorenzo della Rovere
        Björn Åkesson Ingrid Sørensen
        Oluwaseun Adebayo Temitope Akinwale
        Llanfairpwll Aberystwyth Machynlleth Dolgellau
        Anne-Marie O'Shaughnessy Fitzgerald MacGillicuddy
        Priyanka Chaudhary Rajesh Deshpande
        Xi Jinping Zhang Wei Li Na
        Mihaela Popescu Andrei Ionescu
    """,
    "addresses": """
        14 Rue de la Paix Paris
        calle mayor 22 madrid
        Flat 3B, 112 Llandaff Road, Cardiff
        Unter den Linden 77 Berlin
        Via Garibaldi 14 Milano
        742 Evergreen Terrace Springfield Illinois
        Avenida Paulista São Paulo
        San Juan Capistrano California
        El Camino Real Palo Alto
        Baile Átha Cliath Dublin
        Los Angeles Las Vegas San Francisco Santa Fe
        Plot 17 Adeola Odeku Street Victoria Island Lagos
        Llanelli SA15 3YE
        Ystrad Mynach Hengoed Caerphilly
        Baton Rouge Louisiana Des Moines Iowa
        sector 18 noida uttar pradesh
        Kilmarnock Auchterarder Ecclefechan Milngavie
    """,
    "drugs and products": """
        amoxicillin clavulanate metformin atorvastatin lisinopril
        levothyroxine 50 micrograms, bisoprolol, ramipril
        hydroxychloroquine methotrexate adalimumab etanercept
        omeprazole esomeprazole pantoprazole lansoprazole
        sertraline citalopram fluoxetine mirtazapine
        co-codamol ibuprofen paracetamol naproxen
        tramadol gabapentin pregabalin amitriptyline
        Samsung Galaxy S24 Ultra
        Huawei Mate Pro Xiaomi Redmi Note
        Dell Latitude Lenovo ThinkPad Asus Vivobook
        Volkswagen Passat Renault Clio Peugeot Citroen
        IKEA Malm Kallax Poäng Billy Hemnes
        Nespresso Vertuo Lavazza Delonghi Magnifica
        Netgear Orbi TP-Link Archer Ubiquiti Unifi
        Pinot Grigio Prosecco Chianti Montepulciano
        Tagliatelle carbonara, bruschetta, tiramisu
        chicken tikka masala pilau naan saag aloo
        pain au chocolat croissant baguette
        burrito quesadilla guacamole salsa tacos
        Moët Chandon Veuve Clicquot
    """,
    "codes": """
        REF-4471-XQ
        NW dash 4 4 7 1 dash XQ
        INV2026 QX77 ZZ19 BT4
        GB29 NWBK 6016 1331 9268 19
        SW1A 2AA
        error code E0x80070057
        WPA2 PSK AES TKIP
        http colon slash slash one nine two dot one six eight
        PNR XK7QPL BA0117 LHR JFK
        VIN WVWZZZ1JZXW000001
        MAC address AA:BB:CC:DD:EE:FF
        tracking JJD000390007654321
    """,
    "dialect": """
        naw ye cannae dae that tae me pal
        ah didnae ken whit tae dae hen
        yer havin a laugh mate int ya
        dinnae gie me yer patter, ah'm no daft
        aye whit's gaun oan wi ma bill likes
        geein us the runaroond so yous are
        och awa wi ye ya numpty
        howay man divvent gan on wi us like
        wey aye man giz me money back
        ahm gannin yem noo like
        nah then lad worrabout mi refund
        tha knows nowt thee
        si thee, sithee, am reyt mardy wi thi
        mardy bum, nesh, ginnel, mithered
        ey up duck ah've bin onto yer three times
        gert lush that is my lover
        where's that to then butt
        tidy mun, now in a minute, mind
        ar bab yow cor do that
        bostin that ay it
        sure look it's grand so it is like
        jaysus yer man's only after hanging up on me
        fair dinkum mate crikey strewth bloody oath
        yeah nah she'll be right bro
        y'all fixin ta do sumn bout this er what
        finna lose ma mind fr fr no cap
        ain't nobody got time fo dat
        wazzock plonker numpty pillock
        gonnae no dae that
        pure ragin so a um
        wheesht yersel ya bampot
    """,
    "slang": """
        bruv innit wagwan fam peng
        lol wtf omg smh tbh ngl
        ffs mate jog on
        gimme ma dough homie
        cheers ta laters
        lit af deadass bussin yeet
        skint, knackered, gutted, gobsmacked
        dodgy geezer nicked me moolah
        wassup dude gnarly bummer
        whatevs, soz, totes, obvs, defo
        dunno wotcha gonna do bout it
        lemme speak ta ya gaffer innit
        kinda sorta gotta wanna
        mint sorted wicked sick
        shambles, proper naff, pants
    """,
    "mumbling": """
        um er uh hmm
        mm-hm mm-hm yeah mhm
        uh huh uh huh
        hmm hmm hmm hmm
        ah oh ooh aha
        er er er um um
        pff tut tsk ugh argh
        ha ha ha ha
        la la la la
        mmm ahh mmm ohh
        uhm ehm öhm ähm
        brr grr hrmph meh
        hello? hello? hello?
        na na na na hey hey hey goodbye
        eh? huh? wha?
        ow ouch aargh eek
    """,
    "profanity": """
        bloody fucking useless wankers
        fuck fuck fuck fuck
        bollocks bullshit arseholes twats
        motherfucking shitbags
        f*** s*** b****
        piss off ya tosser
        goddamn son of a bitch
        lying thieving cheating bastards
        feckin eejits gobshites
        total utter complete bollocks
        fuckin hell jesus christ almighty
        cunts cunts bastards cunts
    """,
    "singlish pidgin jamaican": """
        aiyah why like that one lah
        wah lau eh so jialat leh
        kena charged twice liao leh
        cannot lah boss, how can
        alamak siao already ah
        walao bo jio sia
        don't play play hor
        aiyo very sian leh
        abeg wetin dey happen
        i no dey understand wetin una dey do
        una don chop my money o
        wahala no dey finish for dis una matter
        oga abeg make una return my money sharp sharp
        how far na, una no try at all
        e don tey wey i dey wait
        shey you dey whine me ni
        mi nuh waan dat yuh a waste mi time
        weh mi money deh
        mi a tell yuh seh mi nah pay dat
        wah gwaan mi bredda
        unnu tief mi money
        dem tek mi fi eediat
        bumboclaat unnu too lie
        nuh bodda wid dat foolishness
        yah man irie seen
        eh boy wha happenin dey trini
        haffi call dem back tomorrow mawnin
        kindly do the needful sir only
        itself only na yaar what to do
        arre yaar what is this nonsense
    """,
    "noise": """
        you you you you
        the the the
        thank you thank you
        yuzz refunt biling acount
        wen iz mai enginear cuming
        inner net ruter modum
        beel chardge twyce mornth
        custa mer sirvice supawisor
        nor thwind brawd band
        wrowter blinkin red lite
        sum buddy col me bak
        rifund pliz sur
        gass metre reeding estimayted
        eye wont two speek manidger
        skuh buh duh fuh
        tata kaka nana papa
        blah blah blah
        hullo hullo anybuddy
        cancell subskripshun imediatly
        shipmint delayd agen
        zzz krrr pshhh
        bzzt static beep beep
    """,
    "plain english": """
        absolutely disgraceful customer service
        charged twice again
        still waiting
        broken router flashing lights
        complete waste of time
        manager, now, please
        refund money immediately
        lost parcel, damaged box, missing screws
        cancel everything today
        three weeks, four calls, zero answers
        useless lying incompetent idiots
        gas, electricity, water, broadband
        utterly ridiculous nonsense
        bank transfer direct debit standing order
        customer relations department complaints
        Monday Tuesday Wednesday
        red white green flashing
        engineers cancelled appointments repeatedly
        faulty replacement boiler thermostat
        premium unlimited fibre broadband package
        hotel reservation confirmation
        promotional discount expired
        really really annoyed
        two hundred pounds
        mum's funeral flowers arrived dead
        hospital appointment letters
        invoice total excludes VAT
        unbelievable, absolute shambles
        fraudulent transactions pending
        passport visa application
    """,
    "borrowed words and stray particles": """
        de novo review pro forma invoice
        que sera sera whatever
        c'est la vie mate
        hasta la vista baby
        carpe diem, quid pro quo
        mucho dinero amigo
        el nino la nina
        mi casa su casa
        gracias amigo adios
        por favor senorita
        Les Miserables tickets two adults
        Des Sullivan and Ma Sullivan
        Le Creuset casserole dish
        Die Hard Blu-ray box set
        Das Boot on DVD
        Van der Valk, Van Morrison
        Nina Simone, Don Quixote
        Si Chen, Tu Nguyen, Minh Tran
        Han Solo, Ben Solo, Jo March
        Jo, Ben, Dan, Val, Mai
        Anh Do, Chi Pham, Hung Ban
        Ana, Eva, Maya, Noa
        Sa Pa, Da Lat, Hoi An, Nha Trang
        Como, Lecce, Bari, Bologna
        Mon, Tue, Wed, Thu, Fri
        Jan, Feb, Mar, Apr, Jun
        Dr. Hans Muster, Frau Schmidt
        ta ta for now
        na ja okay fine
        da da da da da
        ok si si si
        ne ne ne ne
        bin collection, bins, bin men, bin lorry
        ma da says nae chance
        ain't got nae dosh, pal
        ban my account, ban it, ban everybody
        han solo figure, sem card, sim card
        San Diego, Los Angeles, La Jolla, Del Mar
        Costa del Sol, Costa Brava, Playa del Carmen
        Eau de toilette, eau de parfum
        Nom de plume, crème de la crème
        Te Anau, Te Papa, Wanaka, Rotorua
    """,
}


def lines(block: str) -> list[str]:
    return [line.strip() for line in block.strip().splitlines()]


def hurried(said: str) -> str:
    """As a recogniser or a hurried hand gives it: lower case, no signs, and no accents on Latin letters."""
    bare = "".join(c for c in said.lower() if c.isalnum() or c in " '" or unicodedata.combining(c))
    if not any("LATIN" in unicodedata.name(c) for c in bare if c.isalpha()):
        return said
    return "".join(c for c in unicodedata.normalize("NFD", bare) if not unicodedata.combining(c))


@pytest.mark.parametrize("code", OTHERS)
def test_a_real_sentence_of_another_language_is_named(code: str) -> None:
    for said in lines(OTHERS[code]):
        assert (said, code) == (said, language.foreign(said))
        assert (said, code) == (said, language.foreign(hurried(said)))


@pytest.mark.parametrize("kind", NONE)
def test_what_only_looks_un_english_is_no_language(kind: str) -> None:
    for said in lines(NONE[kind]):
        assert (said, "") == (said, language.foreign(said))
        assert (said, "") == (said, language.foreign(hurried(said)))


@pytest.mark.parametrize(
    "said",
    [
        "I was charged twice in March and nobody rang me back",
        "no no i couldnt",
        "Yes.",
        "",
        "\U0001f621 \U0001f621",
        "My name is José Núñez, I live on Calle de la Luz, and my router is dead.",
        "the letter says 'no se ha podido entregar', what does that mean",
    ],
)
def test_english_with_a_few_other_words_stays_english(said: str) -> None:
    assert "" == language.foreign(said)


def test_a_short_answer_is_in_the_language_of_the_line_before() -> None:
    assert "es" == language.foreign("muchas gracias", before="es")
    assert "es" == language.foreign("Gracias.", before="es")
    assert "" == language.foreign("muchas gracias")
    assert "" == language.foreign("no, sorry", before="es")
    assert "" == language.foreign("Idiots.", before="es")
    assert "" == language.foreign("4 9 2 7", before="es")


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Estoy harto. You are useless, I will kill you.", "You are useless, I will kill you."),
        ("You are useless. Je veux parler à un responsable. Now!", "You are useless. Now!"),
        ("I said no! Mein Geld will ich zurück, und zwar heute! Do you hear me?", "I said no! Do you hear me?"),
    ],
)
def test_of_a_turn_in_two_languages_the_english_sentences_are_read(said: str, left: str) -> None:
    assert left == language.english(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "4 9 2 7",
        "Utter bollocks. I was charged twice. Total shambles, mate.",
        "Maria de la Cruz. That's my name, and I want my money back.",
        "No me han devuelto el dinero. Okay?",
        "No me han devuelto el dinero. Quiero hablar con alguien.",
        "I want my money back, mi dinero, now",
    ],
)
def test_where_too_little_english_is_left_or_all_is_english_the_whole_is_read(said: str) -> None:
    assert said == language.english(said)


@given(st.text(max_size=120))
def test_any_text_gives_a_code_or_none(text: str) -> None:
    assert len(language.foreign(text)) in {0, 2}
    assert language.english(text) == text or len(language.english(text)) < len(text)
