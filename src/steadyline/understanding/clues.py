"""
Readable clues: what certain turns of phrase hint at.

A clue is evidence for the model and never a verdict: each is one regular expression over the words in lower case without
punctuation (`text.normal`), and its weight is learnt. Names say what is looked for. Adding, removing or changing a clue
changes the model: train again.
"""

import re
from typing import Final

import numpy as np
import numpy.typing as npt

from steadyline.understanding import text as reading

Vector = npt.NDArray[np.float32]

_SWEARING: Final = (
    r"\b(?:(?:mother)?f+u+c+k+\w*|(?:bull|dip|dog|horse)?sh[i1]+t(?:s|ty|ting|e|show|hole|tier|tiest)?|bitch(?:es|ing|y)?|cunts?|"
    r"ass ?holes?|arse ?holes?|wank(?:er|ers|ing)?|dick ?heads?|dicks|pricks?|bastards?|twats?|bollocks|god ?damn(?:ed|it)?|"
    r"goddamn\w*|dumb ?ass|jack ?ass|smart ?ass|bad ?ass|whores?|sluts?|tossers?|bugger(?:ed|ing)?|arsed|pissed|piss(?:ing)?|"
    r"effing|f ing|frigging|friggin|freaking|freakin|bleeping|feck(?:ing|in)?|wtf|ffs|bs|shite|crock of)\b"
)
_MILD_SWEARING: Final = r"\b(?:damn(?:ed|it)?|hell|bloody|crap(?:py)?|arse|ass|sod(?:ding)?|blasted|darn)\b"
_INSULT: Final = (
    r"\b(?:idiots?|morons?|moronic|imbeciles?|stupid|dumb|useless|incompetent|pathetic|clueless|brain ?dead|thick|"
    r"liars?|muppets?|clowns?|jobsworth|robots?|parrot|scum|filth|retard\w*|halfwit|nitwit|numpty|cretin|waste of space|"
    r"braindead|worthless|disgusting|ignorant|slow|deaf|joke|trash|loser|monkey|puppet|child|little (?:man|girl|boy))\b"
)

TABLE: Final[dict[str, str]] = {
    # swearing, insult, threat
    "swearing": _SWEARING,
    "mild_swearing": _MILD_SWEARING,
    "insult_word": _INSULT,
    "you_insult": r"\byou(?:'re| are| must be| really are|r)?(?: \w+){0,4} " + _INSULT[2:],
    "you_swearing": r"\byou(?:'re| are)?(?: \w+){0,3} (?:f+uck\w*|bitch|cunt|ass ?hole|arsehole|wanker|dick\w*|prick|bastard|twat|tosser)\b",
    "slur_the_agent": r"\b(?:your (?:brain|head|mother|mum|mom|accent|sort|kind|lot)|speak english|go back to|shut up|shut your|screw you|f\w* you|"
    r"are you (?:deaf|stupid|thick|dumb|slow|simple|dense|hard of)|what is wrong with you|what's wrong with you|people like you|"
    r"someone like you|do you (?:even )?have (?:a|half a|any) brain|monkeys?|trained|your (?:little|stupid) (?:job|script|screen|life))\b",
    "company_insult": r"\b(?:(?:your|this|the|that) (?:company|lot|outfit|service|app|website|system|firm|bank|policy|shop|store)|you lot|you people|you guys)\b",
    "harm_word": r"\b(?:kill|hurt|punch|smash|burn|beat|break|shoot|stab|hit|slap|strangle|throttle|bomb|blow up|torch|destroy|bash|batter|brick|"
    r"bat|hammer|petrol|gun|knife|fire to|teeth|neck|window|windows|wreck|drive (?:through|into)|come down there|where you (?:live|work|park)|"
    r"find you|find out where|regret|sorry you|watch your back|car park|wait outside|waiting outside)\b",
    "i_will_harm": r"\b(?:i'?ll|i will|i'm going to|i am going to|i'm gonna|gonna|swear|i'd|i could|want to|someone)(?: \w+){0,7} "
    r"(?:kill|hurt|punch|smash|burn|beat|break|shoot|stab|hit|slap|strangle|bomb|torch|bash|batter|brick|wreck|throw|kick|drive|find you|hunt)\b",
    "leave": r"\b(?:cancel\w*|switch\w*|leav(?:e|ing)|moving to|move to|go(?:ing)? (?:to|with|elsewhere|somewhere)|elsewhere|somewhere else|clos(?:e|ing) (?:my|the|our) "
    r"|stop(?:ping)? (?:pay\w*|the payments?|the direct debit)|not pay\w*|not paying|direct debit|take my (?:business|money|custom)|competit\w+|"
    r"done with you|done with this|finished with|last time i|never (?:use|using|buy\w*|book\w*|shop\w*|again)|lost a customer|losing a customer|rip up|"
    r"chargeback|charge back|contract|another (?:provider|company|bank|supplier)|new (?:provider|supplier|bank|gym))\b",
    "i_will_leave": r"\b(?:i'?ll|i will|i'm|i am|i'm going to|gonna|we'?re|we'?ll|i want to|i might|might|may|thinking (?:of|about)|consider\w*|i'?d|ready to|about to)"
    r"(?: \w+){0,6} (?:cancel\w*|switch\w*|leav(?:e|ing)|mov(?:e|ing)|elsewhere|somewhere else|clos(?:e|ing)|stop\w*|done|pull\w*)\b",
    "public": r"\b(?:lawyer|solicitor|attorney|legal|court|small claims|sue|suing|ombudsman|regulator|ofcom|ofgem|ofwat|fca|fcc|bbb|better business|cfpb|"
    r"trading standards|citizens advice|consumer (?:affairs|protection|rights)|attorney general|utility commission|commission|watchdog|"
    r"press|newspaper|the papers|paper|journalist|news|reporter|tv|radio|twitter|tweet\w*|facebook|tik ?tok|instagram|youtube|reddit|"
    r"social media|online|post\w* (?:this|it|about)|review|reviews|trustpilot|trust pilot|google|yelp|one star|zero stars|stars|mp|councillor|senator|police|"
    r"report you|reporting|viral|complaint)\b",
    "supervisor": r"\b(?:supervisors?|managers?|manageress|boss|higher(?: up)?|above you|in charge|senior|someone (?:else|higher|senior|who|with|that)|somebody (?:else|higher|who|with|that)|"
    r"superior|team leader|team lead|real person|actual (?:person|human|help)|who can actually|authority|your (?:manager|boss|supervisor)|director|ceo|head of|anyone (?:there )?who|duty manager)\b",
    "asks_for_one": r"\b(?:get|put|speak|talk|want|need|give|fetch|let me|pass|find|escalate|transfer|like)(?: \w+){0,6} (?:supervisor|manager|boss|senior|someone|somebody|in charge|team leader|superior|higher|above)\b",
    # the customer's story
    "again_contact": r"\b(?:(?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|nth|hundredth|umpteenth|2nd|3rd|4th|5th|\d+(?:st|nd|rd|th)) "
    r"(?:time|call|phone ?call|person|email|letter|week|agent|one|chat|complaint|person)|(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|several|many|multiple|\d+) (?:times|calls|emails|people|letters|messages|chats|separate|different)|"
    r"called (?:back |in |you |already|before|last|yesterday|on|three|twice|twice|about)|rang (?:last|yesterday|on|before|you|about|up|in)|phoned|already (?:called|told|said|explained|spoke\w*|rung|rang|been|emailed|sent|gave|given|done)|"
    r"keep (?:calling|ringing|phoning|explaining|repeating|getting|being)|passed (?:around|about|from|on|to|between)|transferred|bounced|pillar to post|on hold|waiting on|been waiting|waited|waited in|stayed in|stay in|took the day|day off|sat (?:in|at|here|there)|"
    r"just (?:told|said|explained|gave|been through)|i (?:told|explained|said) (?:it|this|that|all|the|him|her|them|to)|repeat(?:ing)? (?:myself|it|this|all|the)|start (?:over|again)|from the (?:beginning|start|top)|all over again|last (?:person|guy|girl|lady|bloke|fella|agent|one|man|woman) (?:i|said|told|promised)|"
    r"(?:every|each) time i|everyone i|emailed|wrote to|written to|spoke (?:to|with) (?:a|some|three|two|your|one|him|her|four)|chat(?:ted)?|queue|minutes|three quarters of an hour|an hour)\b",
    "problem": r"\b(?:charged|overcharged|billed|double|twice|wrong|broken|broke|damaged|missing|late|never (?:came|arrived|turned|showed|called|got|received|happened|rang)|didn't (?:come|arrive|work|turn|show|get|receive|call|ring)|"
    r"doesn't work|not work\w*|isn't work\w*|stopped|won't|can't get|hasn't|haven't (?:had|got|received|heard)|still (?:not|no|hasn't|haven't|waiting|don't)|not (?:been|received|had|got)|"
    r"no (?:heating|hot water|internet|signal|water|power|refund|answer|one|sign|money)|nobody|no one|leak\w*|faulty|fault|error|declined|blocked|locked|lost|cancelled|delayed|refused|cut off|went up|gone up|doubled|disconnected|disappeared|"
    r"empty|smashed|cracked|torn|ripped|dead|dropped|dropping|drops|freezes|crash\w*|fell|failed|out of|took (?:out|money)|taken (?:out|from)|debited|instead of|supposed to|was meant to|should have|says (?:i|it|that|delivered))\b",
    "money": r"\b(?:pounds?|dollars?|quid|euros?|bucks|refund|money|bill|charge|fee|payment|invoice|credit|deposit|price|cost|\d+)\b",
    "wants": r"\b(?:i (?:just |only |really )?(?:want|need|would like|expect|demand)|i'd (?:just |really )?like|i wanna|we want|we need|just (?:send|refund|fix|give|get|take|put|sort|cancel|tell|want|need)|want (?:you|it|my|the|this|that|them|him|a|someone)|"
    r"give me (?:my|back|a)|(?:refund|fix|replace|sort|waive|remove|reverse|send) (?:it|that|me|my|the|them|this)|what i want|all i want|all i'm asking|can you (?:just )?(?:refund|send|take|cancel|fix|waive|remove)|my money back|how about|put it right|make it right|sorted (?:today|out|by))\b",
    "hardship_word": r"\b(?:hospital|cancer|chemo\w*|died|passed away|passing|funeral|bereave\w*|widow\w*|late (?:husband|wife|mother|father|mum|dad|son)|dying|dementia|alzheimer\w*|disab\w+|wheelchair|oxygen|dialysis|insulin|diabet\w*|asthma\w*|epilep\w*|"
    r"medication|medicine|meds|tablets|inhaler|prescription|surgery|operation|stroke|heart|pregnant|newborn|baby|babies|toddler|infant|kids?|children|child|daughter|son|grandson|granddaughter|my (?:mum|mom|mother|dad|father|nan|gran|grandmother|grandma|husband|wife|partner)|elderly|"
    r"eighty|ninety|pensioner|universal credit|benefits|food ?bank|rent|mortgage|evict\w*|homeless|can't afford|cannot afford|overdraft|overdrawn|lost my job|laid off|redundan\w*|made redundant|last (?:of my|twenty|ten|fifty)|starving|feed|eat|freezing|no heating|cold|fall|fell|unsafe|scared|afraid|frightened|alone|on my own|"
    r"depress\w*|anxiety|breakdown|suicid\w*|ill|sick|blind|carer|caring for|single (?:mum|mom|parent|mother|dad)|wages|payday|pay ?day|debt)\b",
    "anger": r"\b(?:ridiculous|unbelievable|unacceptable|disgrace\w*|disgusting|joke|appalling|shocking|shambles|pathetic|outrageous|absurd|insane|crazy|mad|furious|fuming|livid|angry|annoy\w*|sick of|fed up|sick and tired|had enough|had it|"
    r"enough|wasting|waste of|rubbish|garbage|nonsense|terrible|awful|worst|hopeless|shameful|scandal\w*|farce|circus|nightmare|insult\w*|lies|lying|lied|liar|robbery|robbing|rob|theft|thieves|scam\w*|fraud|con|crooks|stole\w*|steal\w*|stealing|how dare|beyond|fobbed|fob|runaround|run around|mess|messing|"
    r"don't care|couldn't care|not good enough|frustrat\w*|tired of|rip off|ripped off|bunch of|excuse|excuses|fuss|bother|seriously|honestly|for god's sake|for goodness sake|for christ's sake|jesus|christ|my god|oh my god|hello|do you (?:understand|hear|know)|are you (?:listening|kidding|serious|joking|having)|kidding|sake)\b",
    "sarcasm": r"\b(?:oh (?:great|good|brilliant|lovely|wonderful|fantastic|perfect|marvellous|well|sure|i'm sure|how|thank)|(?:just )?(?:brilliant|marvellous|fantastic|wonderful|lovely|charming|priceless)|thanks for nothing|thank you so much|big of you|how (?:kind|generous|lovely|nice)|good for (?:you|them)|congratulations|bravo|well done|what a surprise|surprise surprise|of course (?:it|you|they)|sure you (?:are|do|will))\b",
    "still_again": r"\b(?:still|again|every (?:single )?time|always|yet again|same (?:thing|old|story|answer)|over and over|weeks?|months?|days?|ages|forever|another)\b",
    "intensifier": r"\b(?:absolutely|completely|totally|utterly|literally|bloody|so|never|ever|nothing|nobody|any(?:one|body)|complete|total|utter|actual|actually|single|simple|whole)\b",
    "agreement": r"^(?:(?:um|uh|er|erm|oh|ah|well|right|mm|ok|okay|so|and) )*(?:yes|yeah|yep|yup|aye|exactly|correct|right|that's (?:it|right|correct|the|exactly|what|all)|precisely|spot on|you've got it|you got it|bang on|finally|that is|indeed|in a nutshell|pretty much|basically|mhm|mm|uh huh|finally somebody)\b",
    "confirm_word": r"\b(?:exactly|that's (?:it|right|correct|exactly|about|what i|the (?:one|whole|long|size|problem|point))|precisely|correct|you(?:'ve| have)? got it|spot on|you understand|at last someone|somebody (?:gets|who gets)|in one|in a nutshell|that sums|sums it up|nail\w* it|bang on|the size of it|you heard|couldn't have (?:said|put))\b",
    "corrects_word": r"\b(?:no no|no it(?:'s| was| wasn't| isn't)?|no that's not|that's not (?:what|it|right|true|the|how|my)|not what i|i (?:didn't|never) sa(?:y|id)|i said|you're not (?:listening|hearing)|it (?:wasn't|isn't|was not)|wasn't|wrong|not the|actually it|it's not|no i (?:said|didn't|never|was|meant|mean)|i meant|no the|no they|no he|no she|not (?:january|february|march|april|june|july|monday|tuesday|friday|one|two|three)|you've got (?:it|that|the)|mixed up|other way)\b",
    "accept_word": r"\b(?:okay|ok|fine|alright|all right|go (?:on then|ahead|for it)|deal|sounds (?:good|fine|fair|great)|that (?:works|would (?:be|work)|will do|'ll do|suits|sounds|helps)|that'd|that'll (?:do|work)|let's do|do that|i'll take|yes please|please do|fair enough|suppose|works for me|i can (?:live|do|work)|happy with|sure|very well|agreed|the (?:first|second|former|latter|other) one|i'll (?:go|have|wait|do|try)|good enough|book it|perfect|great|grand|lovely|works)\b",
    "reject_word": r"\b(?:no (?:thank\w*|thanks|good|use|way|i don't|that's|not|chance|deal|absolutely|i'm not|i won't|i can't)?|not (?:good enough|acceptable|happy|interested|doing|having|waiting|accepting|going)|doesn't (?:help|work|cut|do)|won't (?:do|work|help)|don't want|i'm not|i can't wait|can't wait|what good|that's no|useless to me|no use|too (?:late|long|little)|keep your|stick your|shove|forget it|isn't (?:enough|good|going)|don't (?:accept|buy|think so|care)|refuse|unacceptable|insult)\b",
    "confused_word": r"\b(?:(?:don't|didn't|do not|not) (?:understand|follow|get (?:it|that|what|you)|know what)|what (?:do|does|did) (?:you|that|it|this|all that) mean\w*|what's (?:that|a|an|the|all that) (?:mean|supposed)?|meaning|what is (?:that|a|an|the)|lost me|you've lost|confus\w*|plain english|in english|makes? no sense|(?:doesn't|don't) make sense|i'm lost|sorry what|hang on|hold on|wait what|wait|huh|eh|what|say that again|come again|how (?:do you mean|does that|can)|pro ?rata|english please|which (?:one|bit)|so (?:do|is|am|will) i)\b",
    "thanks": r"\b(?:thank\w*|ta|cheers|appreciate\w*|grateful|bless you|kind of you|very kind|brilliant|great help|been (?:great|lovely|helpful|very helpful|so helpful|really)|star|lifesaver|life saver|legend|feel better|relief|weight off|good of you|gracias|merci)\b",
    # the agent
    "greet_word": r"\b(?:hello|hi|hiya|good (?:morning|afternoon|evening|day)|welcome|thank(?:s| you) for (?:calling|ringing|phoning|contacting|getting|holding)|you're (?:through|speaking|talking|on)|you've (?:reached|come)|speaking|my name(?:'s| is)|this is|how (?:can|may|could) (?:i|we)|what can (?:i|we) do|can i help|help you today|morning|afternoon|evening|how are you)\b",
    "listening": r"^(?:(?:oh|ah|um|and|so|well) )*(?:i see|okay|ok|got it|right|mm+|mhm|mm hm|uh huh|sure|of course|understood|alright|all right|yes|yeah|go on|i hear you|no problem|thanks for|thank you for|gotcha|noted|certainly|absolutely|take your time|i'm (?:here|listening|with you)|fair enough|carry on|please|oh dear|oh no|hmm|gosh|goodness)\b",
    "take_your_time": r"\b(?:take your time|no rush|go ahead|carry on|i'm (?:still )?(?:here|listening)|go on|no hurry|when you're ready|i'm with you|thanks for (?:explaining|telling|letting|that|bearing)|thank you for (?:explaining|telling|letting|that|bearing|sharing))\b",
    "empathy_word": r"\b(?:understand|understandabl\w+|frustrat\w*|upset\w*|must (?:be|have|feel)|(?:sounds?|that's|that is|how|so|really|pretty|very) (?:\w+ )?(?:awful|exhausting|stressful|horrible|hard|tough|rough|frustrating|worrying|annoying|maddening|infuriating|draining|scary|frightening|difficult|miserable|tiring|painful|unsettling|rotten|dreadful)|"
    r"i'd (?:be|feel)|i would (?:be|feel)|in your (?:shoes|place|position)|if (?:it|that) (?:was|were|happened)|feel|feeling|can imagine|can hear|appreciate how|no wonder|don't blame you|anyone would|anybody would|you(?:'ve| have) every right|loss|condolences|worry|worried|last thing you (?:need|want)|on top of|makes sense|nightmare|fed up|cross|angry|annoyed|let down|heartbreaking)\b",
    "formula": r"\b(?:any inconvenience|inconvenience|your (?:call|business|patience|feedback|satisfaction|concern|concerns|frustration|loyalty) |valued customer|values? you|understand your|appreciate your|apologi[sz]e for (?:any|the|this|your)|sorry for (?:any|the|your) (?:inconvenience|trouble|delay|experience|frustration)|is important to us|important to us|thank you for your (?:patience|call|understanding|business)|experience you|we (?:value|apologi[sz]e|strive|take|pride|understand|appreciate)|every effort|rest assured|assure you|high volume|at this time|(?:best|highest) (?:possible )?(?:service|experience)|sincerely|i (?:do )?understand (?:how|your|that)|certainly understand|completely understand|totally understand|happy to assist|assist you)\b",
    "say_back": r"\b(?:so (?:you|your|the|what|it|that|just|if|let|they|basically|to|we|he|she|from)|you(?:'ve| have| were| had|'re saying| said| mentioned| told| paid| called| ordered| rang| got| waited| bought| booked)|if i(?:'ve| have)|let me (?:make sure|see if|check i|just check|repeat|say|play|recap|run)|make sure i|what (?:you're|i'm) (?:saying|hearing)|in other words|to (?:recap|sum|summari[sz]e)|i'm hearing|what happened is|sounds like (?:you|the|they|it|we|your))\b",
    "check_word": r"\b(?:(?:is|was) that (?:right|correct|it|about|fair|how|the|everything|what)|have i (?:got|understood|missed|heard|read)|(?:did|do) i (?:get|have|understand|hear|miss)|am i (?:right|hearing|understanding|getting|following)|correct|that right|got that right|is that|right|that sound|does that (?:sound|cover|sum)|that the (?:size|lot|gist)|yeah|yes|isn't it|wasn't it|weren't you|didn't (?:they|you|it)|anything i've|fair (?:summary|to say)|you mean)$",
    "check_phrase": r"\b(?:have i got (?:that|it|this)|is that (?:right|correct)|did i (?:get|understand|hear)|do i have (?:that|it)|am i (?:right|understanding|hearing)|have i (?:understood|missed|heard)|got that right|make sure i|let me (?:check|make sure)|correct me|tell me if|stop me if|if i'm (?:right|wrong|understanding)|would that be|is it fair)\b",
    "sorry": r"\b(?:sorry|apolog\w+|forgive|regret|my (?:fault|mistake|bad)|our (?:fault|mistake)|shouldn't have happened|should never|pardon)\b",
    "sorry_to_hear": r"\b(?:sorry (?:to hear|for your loss|you've lost|about your (?:mum|mom|dad|husband|wife|mother|father))|condolences)\b",
    "sorry_what": r"^(?:\w+ ){0,2}(?:sorry|pardon)(?: \w+){0,6} (?:repeat|catch|again|say|hear|missed|name|number|which|what|spell)\b",
    "sorry_for": r"\b(?:sorry (?:for|that|about|we|i|you|it|this)|apologi[sz]e (?:for|that)|i'm (?:so |very |really |truly |terribly )?sorry)\b",
    "asks_fact": r"\b(?:can i (?:have|take|get|grab)|could i (?:have|take|get|grab)|may i (?:have|take)|could you (?:give|tell|confirm|spell|read|repeat|describe|say)|can you (?:give|tell|confirm|spell|read|repeat|describe|say|see|remember)|what(?:'s| is| was| are|'re) (?:the|your|that|it)|which|when (?:did|was|were|is)|where (?:did|was|are|is)|how (?:many|much|long|old|did)|what (?:date|time|day|number|colour|color|address|name|happened|kind|sort|does|did|model|amount|postcode|exactly)|do you (?:have|know|remember|happen|still)|did (?:you|they|he|she|it|anyone|the)|have you (?:got|tried|had|still|already)|is (?:it|that|there|the|this)|are (?:you|there|they|the)|was (?:it|that|there)|who (?:did|was|is|told)|postcode|post ?code|account number|reference|date of birth|order number|zip|order id|spell|last four|surname|first line)\b",
    "asks_wish": r"\b(?:what (?:would|can|could|do|should) (?:you|i|we)(?: \w+){0,5} (?:like|want|help|right|happen|prefer|best|ideal\w*|better|do)|would you (?:like|prefer|rather|want)|make (?:this|it|that|things) (?:right|better|up)|put (?:this|it|that|things) right|which (?:would|one|of|option|do|suits)|what outcome|what would|how would you like|prefer|ideal|in your ideal|what are you (?:hoping|after|looking)|hoping for|what matters|work for you|best for you|suit you|good look like|rather|happy with)\b",
    "asks_leave": r"\b(?:(?:is it|would it be|is that|are you|would you be) (?:okay|ok|alright|all right|fine|happy) (?:if|to|with|for)|(?:may|can|could|mind if|do you mind|would you mind|shall) i(?: just)? (?:explain|put|place|pop|transfer|ask|hold|go|walk|tell|check|take you|move|share|run|step|have a (?:minute|moment|look)|come|connect|pass|keep|suggest|say)|do you mind|would you mind|mind if|okay if i|all right if i|alright if|ok if|if that's (?:ok|okay|alright|all right)|can you (?:hold|bear|give me)|are you (?:okay|ok|happy) (?:to hold|holding)|shall (?:i|we)|let me know if)\b",
    "explaining": r"\b(?:because|the reason|what happened|what's happened|(?:it|that|this|which) (?:means|meant|happens)|due to|so that's why|that's why|caused|basically|the way it works|how it works|works (?:like|by)|when (?:you|the|a|an|we|it|your)|since|normally|usually|automatically|system|comes (?:from|out)|goes (?:to|out|through)|triggers?|is (?:calculated|based|charged|set|held|worked)|was (?:flagged|set|held|triggered|sent|put)|in advance|part of|until|if (?:a|the|you|it|your|there)|depends|turns out|looks like|shows|what that)\b",
    "jargon_word": r"\b(?:escalat\w+|matrix|tier (?:one|two|three|1|2|3)|level (?:two|three|2|3)|provision\w*|slas?|backend|back ?office|back end|crm|tickets?|rma|ivr|kyc|aml|api|sku|erp|backlog|workflow|queue|pro ?rat\w+|ledger|reconcil\w+|accrual|arrears|batch|node|dslam|ont|mac address|dns|dhcp|port|firmware|"
    r"disposition|case (?:id|number|management|owner)|csr|tat|turnaround|chargeback|adjudicat\w+|remit\w*|settlement|pending (?:authori[sz]ation|state)|authori[sz]ation hold|soft (?:block|hold|search)|hard (?:block|reset)|flag(?:ged)?|parameter|protocol|entitlement|underwrit\w+|subrogation|deductible|indemnity|deprovision\w*|"
    r"pnr|fulfil\w+|depot scan|manifest|consignment|exception|eft|bacs|chaps|mpan|mprn|dno|psr|smets\w*|imei|apn|apr|nps|qa|wip|eta|etas|sop|cdr|lsp|wms|ops|noc|line test|sync|attenuation|outage id|oos|pre auth|preauth|refund request form|cpt|cob|eob|prior auth|triage|sprint|workstream|legacy|cache|token|instance|tenant|whitelist\w*|billing cycle|cycle|downstream|upstream|middleware|handoff|dispatch\w*|work order|wo|fault code|mdu)\b",
    "negative": r"\b(?:can't|cannot|can not|won't|will not|unable|not able|not (?:possible|allowed|permitted|authori[sz]ed|entitled|eligible|something|our|my|up to|going to)|couldn't|isn't (?:possible|something|allowed)|don't (?:have|do|allow|offer|deal|handle)|doesn't (?:allow|let|cover)|you(?:'ll)? (?:have|need) to|you must|must|policy|policies|terms|unfortunately|i'm afraid|no way|impossible|only (?:if|when|after)|not without|against|nothing (?:i|we|more|else)|no (?:refund|exceptions|option)|against|rules?|required|system won't|not covered|outside)\b",
    "argue_word": r"\b(?:you (?:should have|should've|didn't|never|failed|agreed|signed|were (?:told|sent|given|informed|aware)|must have|would have|clearly|chose|accepted|ticked|need to (?:read|check|understand))|terms and conditions|the terms|our records|my records|records show|system (?:shows|says)|according to|that's not (?:true|what|our|correct|how|my)|did you (?:read|even|actually)|are you sure|well (?:actually|you)|not our (?:fault|problem|responsibility)|your (?:fault|responsibility|end|own)|in fact|with respect|we (?:did|sent|never)|nothing wrong with|it does say|clearly|that isn't|if you(?:'d| had)|i doubt|no one else|everybody else|nobody else|other customers|it wasn't us)\b",
    "dismiss_word": r"\b(?:calm down|relax|nothing (?:i|we|more|else) (?:can|could|i)|as i (?:said|already|told|explained|mentioned)|i(?:'ve| have)? already (?:told|said|explained)|like i (?:said|told)|there's no (?:need|point)|it's (?:only|just)|that's (?:just|how|the way|life|your|not my|all)|not my (?:problem|department|job|fault)|lower your|keep your voice|don't shout|stop (?:shouting|interrupting|yelling)|let me (?:finish|speak)|if you(?:'d| would)? (?:let|just|listen)|you'll (?:just )?have to (?:wait|be)|be patient|get over|big deal|not (?:that|such) (?:bad|a)|these things happen|it happens|whatever|same thing|they'll (?:tell|say)|no point|anyway|moving on|move on|can't help you|won't (?:change|make)|like everyone else|everybody|take a (?:breath|deep breath))\b",
    "option_word": r"\b(?:(?:i|we) (?:can|could|can either)|i'm able to|we're able|what i can do|either|or|option|options|alternatively|instead|another (?:way|thing|option)|one (?:thing|way|option)|you(?:'re| are)? (?:could|can|welcome)|how about|what about|would you like|shall i|would (?:that|it) (?:help|work)|if you(?:'d)? (?:like|prefer|want)|offer|can offer|two (?:ways|things|options|choices)|first|second|choose|we could)\b",
    "remedy": r"\b(?:refund|credit|replace\w*|engineer|technician|send|resend|reship|discount|waive|voucher|book|rebook|visit|courier|reimburse|compensat\w*|payment plan|instal\w+|extend|upgrade|exchange|collect\w*|loan|goodwill|reverse|cancel|move you|swap|appointment|slot|write off|hotel|seat|flight|free)\b",
    "vague": r"\b(?:look into|looking into|see what (?:i|we) can|someone (?:will|'ll|is going|should)|somebody (?:will|'ll|should)|be in touch|get (?:back to|on to|it) (?:you|that|looked|sorted)|(?:it'?ll|it will|that'?ll|will) (?:be|get) (?:looked|dealt|sorted|resolved|passed|fixed|investigated|reviewed|actioned|handled|addressed)|pass (?:it|this|that|your) (?:on|along|over|to)|passed (?:it )?(?:on|to|over)|do (?:my|our) best|try (?:to|and|our|my)|as soon as (?:possible|we can)|in due course|at some point|shortly|soon|the (?:relevant|appropriate|right|correct) (?:team|department|people)|raise (?:it|this|that|a)|raised|flag (?:it|this|that)|feed (?:it|this|that) back|feedback|investigate|chase|the team|make a note|note (?:on|it)|hopefully|should be)\b",
    "promise_word": r"\b(?:i'?ll|i will|we'?ll|we will|i'm going to|we're going to|i am going to|i promise|you'?ll (?:get|have|receive|hear|see)|you will (?:get|have|receive|hear|see)|will be (?:refunded|credited|with you|sent|there|delivered|back|in)|he'll|she'll|they'll|going to (?:send|call|email|refund|credit|book))\b",
    "promise_act": r"\b(?:call|ring|phone|email|text|write|send|refund|credit|book|order|post|deliver|check|chase|update|cancel|remove|replace|process|arrange|contact|fix|speak|issue|waive|put|make|follow|confirm|transfer|file|submit|release|reverse|come)\b",
    "deadline": r"\b(?:by (?:the|end|close|monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|tonight|noon|midday|lunch\w*|five|six|four|three|two|one|then|next|\d+|tea)|within|tomorrow|today|tonight|this (?:morning|afternoon|evening|week)|next (?:week|monday|tuesday|wednesday|thursday|friday)|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|before|(?:working|business) days?|(?:in|an?|few|two|three|four|five|ten|couple of|\d+) (?:hours?|days?|weeks?|minutes?)|end of|first thing|o'clock|straight away|right now|in an hour)\b",
    "personal": r"\b(?:i'?ll (?:personally|do it|stay|see|make sure|own|take|keep|handle|sort|be the|look after|follow)|personally|myself|my (?:direct|name|own|extension|number|desk|email|line)|direct (?:line|number|email|extension)|ask for me|see (?:this|it) through|extension|stay (?:on|with)|won't (?:need|have) to (?:explain|repeat|go|tell)|not have to (?:explain|repeat|tell)|start again|start over|take (?:this|it|ownership|responsibility|care)|own this|mine (?:now|to)|my job|with me|leave it with me|until it's|till it's|filled (?:him|her|them) in|whole story|everything you've told|on my desk|come back to me|i'm responsible|i'm not going anywhere|responsible)\b",
    "boundary": r"\b(?:respect\w*|language|swear\w*|insult\w*|abuse|abusive|shout\w*|yell\w*|names|end (?:the|this) call|hang up|disconnect|have to end|terminate|not (?:acceptable|okay|ok|going to)|spoken to|talk to me|speak to me|call me|threat\w*|personal|tone|civil|polite\w*|continue (?:this|like|to)|want to help you but|help you but|keep this)\b",
    "offers_super": r"\b(?:(?:my|a|the|our|duty) (?:supervisor|manager|team lead\w*|senior|boss|colleague)|supervisor|manager|team lead\w*|senior)\b",
    "hold_word": r"\b(?:on (?:a )?(?:brief |quick |short )?hold|hold (?:on|the line|for|a|one|please|while|music)|bear with|transfer\w*|put(?:ting)? you (?:through|on|over|across)|connect\w*|pass you|passing you|moment|minute|two ticks|one sec\w*|a sec\w*|hang on|won't be long|back (?:in|with you|shortly)|place you|pop you|the line)\b",
    "close_word": r"\b(?:anything else|is there anything|thank(?:s| you) (?:for|so)(?: \w+){0,2} (?:patience|calling|call|ringing|bearing|time|letting|being|your|holding|sticking|telling)|have a (?:good|lovely|nice|great|better)|take care|bye|goodbye|all the best|to (?:recap|sum)|so (?:just )?to|before (?:you|we|i) go|enjoy (?:the|your)|rest of your|look after|we've agreed|what happens next|next steps|let me (?:recap|sum|run)|glad|pleasure)\b",
    # form
    "question_form": r"^(?:(?:and|so|okay|ok|right|sorry|but|well|um|uh|now) )*(?:what|which|when|where|who|whose|how|why|can|could|may|might|would|will|shall|should|do|does|did|is|are|was|were|have|has|had|am|any)\b",
    "tag_question": r"\b(?:right|correct|yeah|yes|is it|isn't it|did you|don't you|are you|okay|ok|no)$",
    "yes": r"^(?:(?:um|uh|er|oh|ah|well) )*(?:yes|yeah|yep|yup|yah|aye|sure|mhm|uh huh|mm)\b",
    "no": r"^(?:(?:um|uh|er|oh|ah|well|look|and) )*(?:no|nope|nah|not|never)\b",
    "only_yes_no": r"^(?:(?:um|uh|er|oh|ah|well) )*(?:yes|yeah|yep|no|nope|okay|ok|sure|right|mhm|fine|thanks|hello)(?: (?:yes|yeah|no|please|it is|i do|i have|i did|that's me|it does|thanks|thank you|okay|ok))*$",
    "but": r"\b(?:but|though|however|although|except)\b",
    "i_subject": r"\b(?:i|i'm|i've|i'd|i'll|me|my)\b",
    "we_subject": r"\b(?:we|we're|we've|we'd|we'll|us|our)\b",
    "you_subject": r"\b(?:you|you're|you've|you'd|you'll|your)\b",
    "they_subject": r"\b(?:they|they're|they've|them|he|she|nobody|someone)\b",
    "past": r"\b(?:was|were|had|did|didn't|said|told|called|rang|paid|ordered|got|came|went|sent|been|\w{3,}ed)\b",
    "future": r"\b(?:will|'ll|i'll|we'll|you'll|going to|gonna|tomorrow|next)\b",
    "conditional": r"\b(?:if|unless|otherwise|or else|or i)\b",
    "negation": r"\b(?:not|no|never|nothing|none|nobody|\w+n't|cannot|without)\b",
    "filler": r"\b(?:um|uh|er|erm|like|you know|i mean|well|so|oh|ah)\b",
    "numbers": r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|zero|oh|double)\b",
    "spelt_out": r"\b(?:\w \w \w|(?:(?:\d|one|two|three|four|five|six|seven|eight|nine|zero|oh|double) ?){4,})\b",
    "imperative_stop": r"\b(?:stop|listen|look|shut|don't (?:you|tell|give|talk|even)|just|hurry|get|do your job|do something)\b",
    "please": r"\b(?:please|kindly|if you could|would you mind|if that's)\b",
}

_PATTERNS: Final = tuple(re.compile(pattern) for pattern in TABLE.values())
MANY: Final = 3
_SHOWS: Final = (0.0, 0.6, 2 / MANY, 1.0)
"""How strongly a clue shows that is found never, once, twice, or often."""
LENGTHS: Final = (1, 2, 4, 8, 16, 32, 64)
MARKS: Final = ("question_mark", "exclamation", "shouting", "masked")
NAMES: Final = (*TABLE, *(f"over_{n}_words" for n in LENGTHS), *MARKS)
SIZE: Final = len(NAMES)


def find(text: str, said: list[str] | None = None) -> Vector:
    """How strongly each clue of `NAMES` shows in ``text``: 0 to 1, shape ``(SIZE,)``.

    ``said``: `text.words` of it where the caller has them already.
    """
    said = reading.words(text) if said is None else said
    line = " ".join(said)
    shown = [_SHOWS[min(len(pattern.findall(line)), MANY)] for pattern in _PATTERNS]
    long = [float(len(said) > n) for n in LENGTHS]
    return np.array([*shown, *long, *_marks(text)], np.float32)


def _marks(text: str) -> tuple[float, ...]:
    head = text[:4000]
    letters = re.findall(r"[^\W\d_]{3,}", head)
    loud = sum(w.isupper() for w in letters)
    mixed = any(w.islower() for w in letters)
    return (
        float("?" in head),
        min(head.count("!"), MANY) / MANY,
        float(loud >= 2 and (mixed or head.count("!") > 0)),
        float("**" in head or "#$" in head),
    )
