"""What only looks un-English: names, codes, numbers, slang, noise. A line each, by what it is."""

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
