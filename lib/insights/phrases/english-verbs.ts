// Verbs that start an order in English. Many are nouns too: "Submit button is broken", "Release notes are out".

/** A noun that looks like an imperative. An imperative has a small word after it. */
const small =
  "the|an?|this|that|these|those|your|my|our|its?|their|if|whether|what|who|how|why|where|which|all|any|some|me|us|them|him|her|both|each|every|for|in|on|to|with|at|and|before|after|by|up|over|into|sure|not";
const finite =
  "is|was|are|were|has|had|have been|looks?|went|says?|said|will|failed|fails|passed|seems?|works?|shipped|starts|ends|begins|takes|runs|needs|happens|lasts|goes|came|broke|finished|expired|changed|opens|closes|shows|reads|feels|keeps|gets|got|becomes|depends|exists|lacks|throws|covers|contains|includes|requires|gives|makes|means|comes|stays|remains|can|could|would|should|may|might|must|does|did|(is|was|did|does|are|were|has|ca)n't";
const noun = `(?!\\S+ (?!(${small})\\b)\\S+ (\\S+ )?(${finite})\\b)(?!\\S+ (button|number|status|mode|id|key|history|details|confirmation|error|available)\\b)`;

/** "Call with the client went well", "Invoice 12 for March is attached". */
const event = `(?!(call|review|update|demo|report|release|design|sync) (with|of|about|on|from)\\b)(?!(call|review|report|release|update|design|test|order|request|answer|demo|draft|change|post|invoice|file|export|import|upload|check|fix|schedule|document|book|process|support|store) (?!(the|this|that|these|those|your|my|our|an?|all|it|me|us|them|both|every|each|if|whether)\\b)((?! (if|whether|that|what|how|which|who|when|where|before|until|and|so|because|as|it|they|we|you)\\b)([^,;]|,(?=\\d)))*\\b(${finite}|arrived|attached|received|completed|approved|sent|done)\\b)`;

/** "Test coverage dropped by two points", "Order 12 got delayed", "Check-in took longer": no order ends in a past tense. */
const happened =
  "moved|dropped|jumped|crashed|stopped|started|ended|closed|opened|decreased|doubled|hit|fell|grew|left|returned|took|lost|won|beat|recovered|arrived|went|came";
const past = `(?!\\S+ ((?!(${small})\\b)\\S+ ){0,2}(${happened})\\b(?= (to|from|by|in|at|on|off|over|again|now|today|yesterday|overnight|last|this|twice|once|back|out|up|down|the|a|an|for|with|longer|quite|\\d)|[,.;:!]|\\W*$))(?!\\S+[ -](up|in|out|off) (${happened}|${finite})\\b)`;

/** Rarely anything but an order at the start of a sentence. */
const verbs = [
  "accept|adapt|add|address(?! book)|adjust|advise|allow|amend|announce|answer|apply|approve|archive|arrange|arrive (at|by|early|on time|\\d|ten|five)|ask(?!\\W*$)|assess|assign|attach|avoid",
  "back ?up|benchmark|block|book|bring|bump|buy|call|cancel|change|chase|check(?! (out (this|that)|(this|that|it|these) out))|choose|circulate|clarify|clean|clear",
  "close|collect|come (with|prepared|ready)|comment|commit|compare|compile|complete|confirm|contact|convert|coordinate|copy|correct|create|deactivate|decide|delegate",
  "define|delete|deliver|deploy|describe|design|disable|discuss|distribute|document|double[- ]?check|download|draft|drop(?! (in|by)\\b)|email",
  "enable|ensure|escalate|estimate|evaluate|exclude|explain why|export|extend|extract|fetch|file|fill|finali[sz]e|find(?! (attached|below|enclosed|here|out more|your local))",
  "finish|fix|follow up|format|forward|gather|get(?! (well|some (rest|sleep)|ready for|together|started|\\d))|give(?! me (an?|\\d+|two|five|ten) (sec|min|moment|day))|grab|hand (in|over)|handle|have a look|hide|highlight|hold off|identify|implement|import|improve",
  "include|increase|inform|inline|insert|inspect|install|investigate|invite|invoice|keep (me|us|the|this|it(?! (up|real|coming|going)\\b)|an eye|track)",
  "leave a|lock|log|mask|look (into|over|at (the|your|my|our))|loop in|mark|measure|merge|migrate|monitor|move|notify",
  "nudge|obtain|order|organi[sz]e|pay|pick (up|a|an|one|your|the)|ping|pin|post|prepare(?! to be)|prevent|print|prioriti[sz]e|process|proofread|propose|provide|publish",
  "pull|push|put|raise|re-?(assign|build|check|deploy|do|enable|generate|import|index|load|name|open|order|produce|run|schedule|send|start|test|think|try|upload|use|word|work|write)|reach out|read(?! (more|the (full|whole|entire|complete)))|rebase|redact|reduce|refactor|refresh|refund|register(?! (now|today))|reinstall|reject|release|remind|remove",
  "rename|renew|reorder|rephrase|replace|reply|report|reproduce|request|reschedule|reserve|reset|resolve|respond|restart",
  "restore|retry|return|revert|review|revise|rewrite|roll (back|out)|rotate|rsvp|run|save(?! (the date|your (seat|spot)|up to|\\d))|schedule|select|send|set(?! (up:|as|in|by))( up)?|share|shoot me|shorten",
  "show|sign(?! (up|in)\\b)|simplify|skip|sort|specify|split|squash|start(?! (of|your free|without me))|stop|store|submit|summari[sz]e|swap|switch|sync",
  "take (a(?! (moment|break|breath|bow|seat|day))|another|your (?!time)|these|them|notes|the(?! (day|rest of))|over|care of(?! (yourself|each other|yourselves)))|talk to|tell (the|@|him|her|them|everyone|customer|legal|finance|support|sales)|test|tidy|track|translate|transfer|trigger|trim|turn|tweak|undo|unify|unlock|update|upgrade(?! (today|now))",
  "upload|use|validate|verify|vote (for|on|in)|wait (for (the|my|our|me|us|@|all|both)|until|till|with|before)|warn|wrap|write",
].join("|");

/** Nouns or adjectives as often as orders: an order when a thing follows. */
const ambiguous = String.raw`((left|right|top|bottom|center)-)?align|go (through|over|with)|have(?= your \w+ (on|ready))|let(?! (it (be|go|slide|snow|sink)|me|us|them know)\b)|log|ring|balance|batch|build|cap|capture|cc(?! @)|charge|combine|condense|contrast|count|crop|cut|debug|delay|detail|display|divide|duplicate|edit|empty|enter|expand|expose|factor out|flag|flip|free up|group|guard|help|hold|host|increment|introduce|invert|isolate|join(?= me\b)|justify|label|lay out|lead|leave|level|limit|line up|link|list|load|locate|lower|mail|make|manage(?! your (booking|order|account|subscription|preferences|notifications|cookies))|map|match|mention|message|mirror|mock|mute|name|narrow|nominate|note down|open|outline|overwrite|pack|pad|park|pass|paste|patch|pause|phone|plan|plug|polish|practise|present|pretend|prune|query|quote|record|reference|route|scale|scan|scope|scrub|search|secure|separate|shift|ship(?! it\b)|shrink|slim down|snapshot|source|stage|stick to|strip|structure|study|style|supply|tag|target|text|tighten|toggle|tone down|top up|train|treat|try|tune|type|vote|walk (me|us|them) through|weigh in|widen|wire|withdraw|zip`;

const thing = String.raw`(the|this|that|these|those|an?|your|our|my|all|every|each|it|them|him|her|me|us|any|both|its|their|everyone|everything|some|two|three|@\S+|code|quote|\d+)`;

/** "Don't merge it yet", "do not touch the config": an order too. */
const prohibition = `^(don't|do not|please don't|never) (ever |yet )?(?!(worry|panic|disturb|laugh|know|think|mind|forget|hesitate|judge|like|love|want|need|care|see|believe|understand|miss|let|be|have|feel|quote|ask|work|get|tell|even|really|just|remember|hate|trust|underestimate|call|change|expect|recall|recognize|look|mean|mention|agree|give|hold|take|make|say|you|stress|overthink|give|bother)\\b)[a-z]{3,}\\b(?! (me\\b|out of|much|so\\b|that\\b))`;

export const imperatives: RegExp = new RegExp(
  `${prohibition}|^${noun}${event}${past}(${verbs})\\b(?! ?(of|${finite}|goes|would|should|could|can|did|does|done|needs|out|coming|pushed|merged|pending|helped|planned|scheduled|underway|in (progress|review|place)|case|club|at \\d|from \\S+[:,]|from monitoring|from (my|our)|on (our|my))\\b)(?!\\s*[:=?]|-|')|^(${ambiguous})( (up|down|out|off|back|in|on|over|away))? ${thing}(?![:\\w])(?!\\S* (${finite})\\b)`,
);

/** Words that may stand before a noun phrase and are no order. */
const noOrder =
  "and|or|but|so|if|when|while|once|until|because|since|as|that|which|who|why|how|where|whether|in|on|at|by|for|from|of|to|with|over|under|after|before|during|between|through|about|around|off|out|via|up|down|like|unlike|is|are|was|were|be|been|do|did|does|has|have|had|can|could|will|would|should|may|might|must|not|no|yes|all|both|only|just|also|still|now|then|here|there|maybe|perhaps|please|thank|thanks|love|enjoy|see|saw|think|hope|know|wish|mean|need|want|feel|agree|found|got|made|sent|took|wrote|built|gave|ran|met|kept|held|left|lost|paid|told|came|went|knew|read|great|good|same|let|welcome|click|join|learn|regarding|concerning|done|seen|gone|written|taken|chosen|broken|set|put|cut|i|we|you|he|she|it|they|everyone";

/** Any verb, where orders are usual: "label your boxes", "bring insurance card". */
export const orders: RegExp = new RegExp(
  `^(?!(${noOrder})\\b(?!-))([a-z]{2,8}-)?[a-z]{3,}(?<!ed|ing|ly|[^s]s)( (up|down|out|off|back|in|on|over|away))? ${thing}(?![:\\w])(?!\\S* (${finite})\\b)|^(bring|pack|take|prepare|label|wear|collect|grab|return|charge|water)\\b (?!(${finite})\\b)[a-z]`,
  "i",
);
