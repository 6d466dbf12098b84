"""What callers say in other languages, a sentence a line, by the code of each language."""

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
