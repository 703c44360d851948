import { imperatives, orders } from "./english-verbs.ts";
import { joinPatterns } from "./join-patterns.ts";
import type { Phrases } from "./phrases.ts";

/** The start of a clause: "hey, can you", "quick one - can you", "and could you". */
const clause = String.raw`(^|[,;:(.!?]\s*(@\S{1,40}\s+)?|\s[-–—]+\s+|(\b(and|but|so|hey|hi|also|then|please|pls|thx|thanks|sorry|ok|okay|question|ask)|@\S{1,40})\s+)`;

const somebody =
  "you( guys| folks| lot)?|(some|any)(one|body)( (from|in|of|on) [^,.?]{1,30})?|everyone|everybody|(one|any|each|all) of you|you (both|all|two)";

/** Verbs of questions that ask for an answer, not for an action. */
const toKnow =
  "not|believe|hear|see|still (see|access|reach|hear|log)|join|access|explain|elaborate|clarify|tell|imagine|guess|feel|remember|relate|say|like|prefer|recommend|agree|rather|know|think|be|come";

const shall = "(needs?|have|has) to|must|gotta";

/** Verbs after "have to" that are no request: "you have to try this place", "we must have missed each other". */
const idle =
  "not|have|wait and|get used|be (logged|signed|able|aware|careful|fair|honest|sure|kidding|joking)|admit|laugh|love|say|celebrate|talk about how|try (the|this|that)|see (this|that|it|the|how)|be (so |very |really )*(proud|tired|exhausted|happy|excited|thrilled|busy|crazy|mad|hard|nice|great|fun|new)|watch (this|that)|hear (this|that)|understand|agree";

const still = "still |really |urgently |all |also |only |just |absolutely |definitely ";

const notNow = String.raw`find|note|see|be (advised|aware|informed|assured)|accept (my|our|this)|ignore|disregard|consider|feel|excuse|forgive|bear with|trust|join (us|me) in|allow|enjoy|welcome|rest assured|keep in mind|be patient|know|understand|refer to|keep this (letter|e-?mail|receipt|document|notice)|visit (our|us)|follow us|(do not|don't) hesitate|check your (spam|junk)|stand by|hold|do( not|n't) (edit|reply|respond|answer)|thanks|and thank|god|keep (it|this|them) for your|never change|carry on|keep going|take your time|help yourself|stay (safe|well|strong)|tell me (i|you|it|this|that|he|she|they|there)('|\b)|pass on my|give my (best|love|regards)|(do not|don't) (worry|panic|laugh|judge|hate|change a)|not (another|again)|no\b|not\W`;

const question = String.raw`\b(any (further |other |more )?|some |a )?(questions?|doubts?|concerns?|issues?|problems?|trouble|queries)\b`;

const reach =
  "let (me|us|him|her|them) know|keep (me|us) posted|reach out|contact|get in touch|shout|ping (me|us)|call (me|us|my (mobile|cell|phone|desk))|e?-?mail (me|us)|write (to )?(me|us)|give (me|us) a (shout|call|ring)|drop (me|us)|ask( me| us)?|reply|speak to|talk to|come find|holler";

/** No ", " ends it: "if you have questions, please contact support". */
const courtesies = [
  `\\b(if|should|in case) (you|anyone|there|anything|something)\\b[^.!?]{0,60}(${question}|\\b(anything|something|need (any |more |further )?(help|information|assistance|details|support)|is unclear|comes up|urgent|can't wait|cannot wait|looks (off|wrong|odd)))[^.!?]{0,40},? (please |just |pls )*((don't|do not) hesitate to )?(${reach})\\b[^.!?]*`,
  `(,|;|\\band|\\bor|\\bbut|^|[-–—(])? ?\\b(please |pls |just |do )*(${reach})\\b[^.!?,]{0,40},? (if|should|in case|when(ever)?) (you|there|anything|something|any of)\\b[^.!?]{0,60}?(${question}|\\b(any(thing|one)?|something|help|unclear|stuck|else|wrong|missing|assistance|trouble))\\b[^.!?;]*`,
  // What may go wrong again, and what one may want or need: "shout if it still breaks", "give me a shout if you need a hand".
  `(,|;|\\band|\\bor|\\bbut|[-–—(])? ?\\b(please |pls |just |do )*(${reach})\\b[^.!?,]{0,40},? (if|should|in case|when(ever)?) ((it|they|(the |this |that ?)[a-z]*) (still |ever )?(breaks?|fails?|happens?|persists?|stops?|comes? back|do(es)?n't|do(es)? not|isn't|aren't)\\b|(anything|something|things?) (looks?|seems?|goes|is)\\b|you (need|want|get|are|'re) ((a|any|some|more) (hand|help|copy|info|details)|me\\b|lost|late|stuck|one|access|it|them)\\b|you('d| would) (like|rather)\\b)[^.!?;]*`,
  String.raw`(,|;|\band|\bor|\bbut)? ?\b(please )?(feel free|(don't|do not) hesitate)\b[^.!?,;]*`,
  String.raw`\b(no|zero) (rush|hurry|pressure|stress|urgency)\b`,
].join("|");

export const english: Phrases = {
  shorthand: [
    [/\bu\b(?!\.)/g, "you"],
    [/\b(y'?all|ya)\b/g, "you"],
    [/\bur\b/g, "your"],
    [/\b(cld|cud)\b/g, "could"],
    [/\bwld\b/g, "would"],
    [/\b(plse|pleas|plz)\b/g, "please"],
    [/\bw\/ ?/g, "with "],
    [/\blmk\b/g, "let me know"],
    [/\bptal\b/g, "please take a look"],
    [/\bdont\b/g, "don't"],
    [/\bwanna\b/g, "want to"],
    [/\bppl\b/g, "people"],
    [/\bsb\b/g, "somebody"],
  ],
  courtesies: new RegExp(courtesies, "g"),
  requests: [
    [
      /\bany (chance|way) (that )?((you|someone|somebody|anyone|one of you) (could|can|would|might|are able)|(of|for) (a|an|the|your|getting|having) )|\bwould it be (possible|ok|okay|feasible|alright) (to|for|if)\b|\bis it possible (for (you|someone) to|to (get|have|move|send|receive|swap))\b|\b((wondering|wondered|hoping|ask|asking|see) (if |whether )?|have [^.?!]{1,60} )(you|someone|somebody|anyone) (could|can|would|might)\b|\bdo you think you (could|can)\b|\b(can|could|may|might) (i|we) (please )?(ask you (to|for)|trouble you|bother you|get your|have your|get you to|get (a|an|the|some|another|one more|someone)\b(?! (coffee|beer|drink))|borrow)\b/,
      0.75,
    ],
    [
      /^who (can|could|is able to|would be able to|has time to|wants to|volunteers to)\b(?! (tell|say|explain|that|this|it be|join|come|grab|go|play|have)\b)|^(any|some)(one|body) (here )?(able to|free to|available to|willing to)\b|^(any|some)(one|body) up (to [a-z]|for (tak|review|test|pair|help|handl|own|cover))|\b(any|some|looking for) (a )?(volunteers?|takers?)\b/,
      0.65,
    ],
    [
      /\b(love|appreciate|welcome|waiting (for|on)|looking for) (your (feedback|thoughts|input|comments|approval|review|reply|answer|help|sign-?off)|a (quick |short )?(review|reply|answer))\b|\b(ping|nudge|reminder) (on|about|for)\b/,
      0.65,
    ],
    [
      /\bmind [a-z]+ing\b[^?]*\?|\blook(ing)? forward to (receiving|hearing|getting)\b.{0,60}\b(by|before|within)\b/,
      0.7,
    ],
    [
      /(?<!\b(how|when|where|why|what|which) )\b(can|could) (this|that|it|these|those|they|the [a-z]+( [a-z]+)?) (also |maybe |please |all )*(be (?!related|caused|due|used by|connected|undefined|expected|intended|needed|the\b|what)[a-z]+(ed|en|lt|pt|ut|ld|wn|nt|de)|(go|move|live|use|have)) ?[^?]*\?/,
      0.65,
    ],
    [
      /\b(do|does|would|have|has) (you|anyone|anybody|someone|somebody|one of you) (have|got) (the )?(time|capacity|bandwidth|a (minute|sec|second|moment|few minutes)|(five|ten|5|10|15) min(ute)?s)[^?]{0,30} (to|for) (?!(lunch|coffee|dinner|a (drink|beer|coffee))\b)[^?]+\?|\b(are|will|would|is) (you|anyone|anybody|someone|somebody|one of you) (be )?(able to(?! (log|sign|see|access|reach|hear|connect|open|reproduce)\b)|available (to|for)|free to|happy to|willing to|up for|okay? with|open to)\b[^?]*\?/,
      0.7,
    ],
    [
      /\b(when|whenever|once|if) you (get|have|find|'ve got|got) (a |some |the |5 |five |two |2 )?(chance|minute|min|mins|minutes|moment|sec|second|time|mo)\b(?!\W*$)|\bwhen you('re| are) (free|back|around|online),? [a-z]/,
      0.65,
    ],
    [
      /\b(i|we)('ll| will)? need (you|@\S+|all of you)\b|\b(pinging|bumping|nudging|chasing) (@|you|this|again)|\bneeds? ((\w+ )?(more )?volunteers?|(\d+|two|three|one) (more )?(people|persons?|testers?|hands))\b|\b(needs?|ha(s|ve)) to be\b.{0,60}\b(by (?!the (customer|client|user|team)|an? |hand|me\b|us\b|our)|before|no later than)\b|\b(can|could) (facilities|hr|legal|finance|support|design|marketing|ops|sales|(the )?[a-z]+ team) (please |maybe |also )*[a-z]+[^?]*\?|\bneeds? ((you|@\S+|someone|somebody|everyone|everybody|all of you|you (all|both)) to\b|your\b|(a |an |another |one more |some |new )(quick |final |second |proper )?(rebase|review|reviewer|tests?|unit tests?|fix|changelog|docs?|doc comment|docstring|approval|sign-?off|signature|owner|decision|reply|response|volunteer|sanity check|hand|second opinion|feedback|input|help|label|title|description|null check|guard|look|rework|refactor|cleanup|update)\b)|\b(this|that|it|these|those|they|which) (still |also |all |both |really |urgently |first |just )*needs? (to be (?!able|clear|honest|careful|sure|fair|said)|(fix|updat|rebas|renam|review|rework|test|clean|translat)[a-z]*ing\b|rebas|more tests)|\bneed (?!to\b)[^.?!]{1,90} from (you|@\S+|each of you|everyone|your (team|side|end|part)|all of you)\b|\b(i|we) (will |still |also |urgently |now )?require ((your|proof|copies)\b|[^.?!]{1,90}\b(by|before|within|no later than)\b)|\b(could|can) (really )?(use|do with) (some|a|your|an extra) (help|hand|second pair|extra pair)\b|^needs (more )?(tests|docs|documentation)\b/,
      0.75,
    ],
    [
      /\bappreciate (it )?if\b|\b(i|we)('d| would) (really |greatly |very much |be (really |very )?)?(appreciate|grateful|thankful|obliged) (?!it\W*$|that\W*$)|\b(we|i) (kindly |therefore )?(ask|request|urge) (all|every|each|any|the|our|that)\b|\bif you (could|can|would)\b[^.?!]{1,140}\b(that('d| would|'s)|it('d| would)|would be|appreciated|i'd be)\b|\b(would|it'd|that'd) (really |also )?(help( me| us)?( a lot| a great deal| greatly| hugely)?|be (a (big|huge|great) help|awesome|amazing|super|perfect|ideal|fantastic|brilliant|cool|handy|useful|wonderful|great|good|nice|helpful|lovely)) if (you|someone|somebody|one of you|everyone|anyone)\b/,
      0.75,
    ],
    [
      /\bdon't forget\b|\b(gentle|friendly|quick|kind|small|little|just a|another|final|last)? ?reminder( everyone| all| folks| team)? to\b|\breminder\b.{0,120}\b(is|are|'s) due (by|on|today|tomorrow|tonight|this|next|before|end|eod|cob|mon|tue|wed|thu|fri)/,
      0.75,
    ],
    [/\b(can|could|would|will) whoever\b/, 0.7],
    [
      /\blet (me|us) have (?!(a )?(look|think|fun|it\b|one|some|another)\b|you know)[a-z]|\b(do you )?think (you|someone|somebody|anyone) (can|could|might) (?!(see|hear|say|tell|imagine|believe)\b)[^?]*\?|^(some|any)(one|body) (please |pls )?(go|come) (and )?(?!to\b)[a-z]+ (it|that|this|the|them)\b/,
      0.75,
    ],
    [
      /^you (bring|call|check|chase|cover|do|grab|handle|lead|own|ring|run|send|sort|take) (?!(know|realise|realize|well|great|care)\b)[^?]*$/,
      0.55,
    ],
    [/\basap\b|\bas soon as (possible|you can)\b|\bat your earliest convenience\b/, 0.65],
    [
      /\b(is|are) (kindly |still |also )?(needed|required|requested)\b.{0,60}\b(by|before|no later than|until)\b|\b(is|are) (kindly )?(asked|requested|expected) to\b|\b(you|you all|all|everyone|everybody|each team|all teams|each of you|we|participants|attendees|employees|staff|managers|teams) should (?!see|receive|get\b|find|hear|have|be able|notice|know).{0,80}\b(by|before|until|no later than)\b|^all (?!we\b|you\b|i\b|they\b)([a-z]+ ){1,3}(must|need to|have to|are (required|asked|requested) to)\b/,
      0.7,
    ],
    [
      /\b(request(ing)?|ask(ing)?) (that )?(you|everyone|everybody|all of you|each of you|all (staff|employees|teams|colleagues)) (all )?to\b/,
      0.75,
    ],
    [
      new RegExp(`\\b(please|pls|plz|kindly)\\b(?!,? (${notNow})\\b)(?!\\W+(find|see) (attached|enclosed|below))`),
      0.85,
    ],
    [
      new RegExp(
        `${clause}(can|could|will|would) (${somebody}) (please |pls |maybe |also |both |all |kindly )*(?!(${toKnow})\\b)[a-z]`,
      ),
      0.8,
    ],
    [
      new RegExp(
        `${clause}(can|could) we (all |both )?(?!(just (say|appreciate|agree|talk|take)|all|both|agree|trust|see|assume|be|talk about|really|even|still)\\b)[a-z][^?]*\\?`,
      ),
      0.7,
    ],
    [
      new RegExp(
        `(?<!\\b(how|what|when|where|why|which|who|that|as|if|whether|things|all|than|fast|soon|much|everything|anything) )\\b(can|could|will|would) (${somebody}) (please |maybe |also |quickly |just )*(?!(${toKnow})\\b)[a-z][^?]*\\?`,
      ),
      0.7,
    ],
    [/\b(would|do) you mind\b|\bwould you be (able|willing|so kind)\b/, 0.8],
    [
      /\b(be [a-z]+|great|good|nice|appreciate it|glad|happy) if (you|someone|somebody) (could|would|can|had|took|gave|sent|[a-z]+ed)\b/,
      0.75,
    ],
    [
      /\b(i|we)('d| would|'ll| will)? (like|want|need|expect|ask|kindly ask|urge|request|appreciate) ((you|each of you|all of you|everyone|everybody|someone|somebody|@\S+) (all |both )?to(?! know\b)|for you to|your help)\b|^need you to\b/,
      0.8,
    ],
    [
      /\b(be sure to|make sure (to|that|the|you|it|all|your|we|every|no|this|these|both|its?|there|nothing|someone)|don't forget to|do not forget to|remember to|(i|we) ask you to|you are (kindly )?(asked|requested|required) to)\b/,
      0.8,
    ],
    [
      /(^|[,;:.] ?|\b(still|and|but|also|then|so) )((i|we)('d|'ll| will| would)? (still |urgently |really |also |just |only )*)?need (your|(it|this|that|the|a|an|them|all)\b[^.?!]{0,80}\b(by|before(?! i\b)|until|till|within|in|at (?=\d)|today|tonight|tomorrow|asap)\b)/,
      0.7,
    ],
    [
      /(\blet (me|us) know|(^|\b(and|then|please|or) |[,;:–-] )tell (me|us)) (by|whether|when|which|what|how many|how much|as soon|once|who|where|before|until|asap|your|if (?!(you have any|there (are|is) any(thing)?|you need|you want|i can|i('ve| have)? (missed|forgot)|any|something|there's)\b))/,
      0.65,
    ],
    [
      new RegExp(
        `\\b(someone|somebody|everyone|everybody|all of (you|us)|you all|both of you|(each|one|some) of (you|us)|@\\S+)('ll| will)? (${still})*(${shall}) (?!(${idle})\\b)[a-z](?![^.!]*\\?)`,
      ),
      0.7,
    ],
    // Too often this tells how something is: it needs a second sign.
    [new RegExp(`\\b(we|you('ll)?) (${still})*(${shall}) (?!(be|${idle})\\b)[a-z](?![^.!]*\\?)`), 0.55],
    [/\b(must|should) be [a-z]+(ed|en|ne|lt|ld|nt|de|pt|ut|ad)\b.{0,60}\b(by|before|until|no later than)\b/, 0.65],
    [/\bneeds? (the|your|our|a|an|this|all|these|those|it)\b.{0,80}\b(no later than|by|before|until)\b/, 0.65],
  ],
  nonRequests: joinPatterns(
    // What happens if nobody does it.
    /^(expected|actual|observed)\b[^.]{0,20}:|^\S+,? please\W*$|^(make it \d|give it time)|^(ping|ask|call|text|message|dm|write|e-?mail) me (any|whenever)/,
    /^(otherwise|or else),? (?!.*\b(please|could you|can you)\b)/,
    // How commits and changes are called: "Add support for images (#44)".
    /\(#\d+\)\W*$/,
    // What was done, after a word for a review: "Fair, split into two commits now".
    /^(fair( enough)?|good (point|catch|call)|agreed|makes sense|true|right|yep|yes|sure|done)[^,.]{0,20}, (split|cut|put|set|reset|let|read) (?!.*\b(please|pls)\b)/,
    // The next date of a series: "Next call same time next week".
    /^next (call|catch-?up|meeting|session|sync|time|check-?in|one|round|date|appointment)\b(?!.*\bplease\b)/,
    // What else to do, for whom cannot come.
    /^(should you (be unable|not be able|wish)|if you (are|'re) (unable|not able|no longer able)|if you (can't|cannot|can no longer|are prevented))\b/,
    /\bno need (to|for)\b|\b(don't|do not|doesn't|does not|didn't|won't|needn't|never) (really |actually )?(have|need)\b|\bneedn't\b|\bif\b[^,]{1,80},? (we|i|they|he|she)('ll| will|'d| would| may| might) (need|have) to\b|^oh,? please\b|\bnot (necessary|needed|required)\b|\bno (action|response|reply|reaction) (is )?(required|needed|necessary)\b|\bfeel free\b|\bnever ?mind\b|\bno worries\b|\bdon't worry\b|\bdo not hesitate\b|\bdon't hesitate\b|\bhave any (further )?questions?\b|\bplease do( not|n't) reply\b|\b(if|whether|when|that) (we|i|they|he|she) (had|were|could|would have)\b(?!.{0,80}\bplease\b)|(?<!\b(glad|happy|great|it|delighted|grateful) )\bif you (had|were)\b|\bwould have\b|\bwhen the alarm\b|\b(asked|told|wanted|reminded|begged) (me|us|him|her|them|you|if|whether) |\bif (this|it) was(n't| not) you\b|\bif you did(n't| not)\b|\b(was|were|been|got|being|am|i'm) asked to\b|\b(was|were) (just )?(going|about|planning|meaning) to ask\b|\b(currently|right now|at the moment|nowadays|every time|each time|always)\b[^.?!]{0,60}\b(have|has|need|needs) to\b|^(yes|yeah|sure|ok),? please\W*$|\bif (the|this) (problem|issue|error) persists\b|\b(says?|reads?|states?) (that )?(you|we) (need|have|must)\b|^(pretty )?please\W*$|\bcan (some|any)(one|body)( else)? confirm\W*$/,
    // What somebody knows, learnt or sums up: "all you have to do is wait", "turns out we need to restart it".
    /\bnothing (else |more |that )?(to do|is needed|(you|we|anyone) (need|have|must|should))\b|\b(all|what) (you|we|they) (really |only )?(need|have|must|had)\b(?! (from|of) you)|\b(turns? out|found out|noticed|learned|reali[sz]ed|it seems|i guess|i suppose) (that )?(you|we|i)\b/,
    // What is expected to happen: "we should be done by Friday".
    /\b(we|i|they|it|that|this|he|she) should be (able|done|ready|finished|live|back|good|fine|through|complete|there|set)\b/,
    // What the writer promises or intends, and what others did: "ok will do asap", "I'm going to ask Sam to sign".
    /^((ok|okay|thanks|sure|yes|great)[,.!]? )*will (do|fix|check|try|look|send|ask|update)\b|\b(i|we)('m| am|'re| are)? (going to|gonna|about to) (ask|tell|remind|get|have)\b/,
    // What one only tells oneself, what helped others, and idioms.
    /^(note|reminder) to (self|me|myself)\b|^(a|answer): |\b(worked for me|did the trick)\b|\bneed nothing\b|\b(from what i|as far as i|if i) (understand|know|hear|see|remember)\b/,
    // Why the writer is away or busy: "we have to move the servers, so I'm out on Monday".
    /\b(need|have|must)\b[^.?!]{0,120}, so i('m| am|'ll| will|'ve| have| can't)\b/,
    // A formula for who has done it already, and thanks.
    /\b(i|we) (really |very much |so )?appreciate (your|all|the|it)\b(?!.*\bif you\b)/,
    /\b(disregard|ignore) (this|my|the|our) (last |previous )?(notice|message|e?-?mail|reminder|letter|invoice)\b/,
    // What would be the same again, and how programs call what they change.
    /\bwould you (do|choose|buy|pick|use) (it |that |them |this )?again\b|^bumps? \S+ from v?\d+\.\d+\S* to\b/,
  ),
  imperatives,
  orders,
  ordersInReviews: false,
  indefiniteSubjects: /\b(we|someone|somebody|anyone|anybody|everyone|everybody|one of you|any of you|all of us)\b/,
  deadline:
    /\b(by|before|until|till|due|deadline|later than|latest|within|(ready|done|finished|in time) for)\b[^,;.!?]{0,30}$/,
  otherDate:
    /(?<!\b(ready|done|finished|time) )\b(for|from|of|since|after|last|dated|starting|as of|effective)\s+(the\s+)?$/,
  periods: {
    today:
      /\b(eod|eob|cob|(by|before|until|till|at|after|over) lunch(time)?|end of (the )?(business |working )?day|close of business|this (afternoon|evening|morning)|tonight)\b/,
    thisWeek: /\b(eow|end of (the |this )?week|(later )?this week)\b/,
    nextWeek: /\b(end of )?next week\b/,
    thisMonth: /\b(eom|end of (the |this )?month)\b/,
  },
};
