import type { Phrases } from "./phrases.ts";

/** The start of a clause: "hey, can you", "quick one - can you", "and could you". */
const clause = String.raw`(?:^|[,;:(.!?]\s*|\s[-–—]+\s+|\b(?:and|but|so|hey|hi|also|then|please|pls)\s+)`;

const somebody =
  "you|(?:some|any)(?:one|body)(?: (?:from|in|of|on) [^,.?]{1,30})?|(?:one|any) of you|you (?:both|all|two)";

/** Verbs of questions that ask for an answer, not for an action. */
const toKnow =
  "not|believe|hear|see|explain|elaborate|clarify|tell|imagine|guess|feel|remember|relate|say|like|prefer|recommend|agree|rather|know|think|be|come";

const shall = "(?:need|have|has) to|must|gotta";

/** Verbs after "have to" that are no request: "you have to try this place", "we must have missed each other". */
const idle =
  "not|have|be (?:careful|fair|honest|sure|kidding|joking)|admit|laugh|love|say|celebrate|talk about how|try (?:the|this|that)|see (?:this|that|it)|watch (?:this|that)|hear (?:this|that)|understand|agree";

/** A noun that looks like an imperative: "Submit button is broken", "Release notes are out". An imperative has a small word after it. */
const small =
  "the|an?|this|that|these|those|your|my|our|its?|their|if|whether|what|who|how|why|where|which|all|any|some|me|us|them|him|her|both|each|every|for|in|on|to|with|at|and|before|after|by|up|over|into|sure|not";
const finite =
  "is|was|are|were|has|had|have been|looks?|went|says?|said|will|failed|fails|passed|seems?|works?|shipped";
const noun = `(?!\\S+ (?!(?:${small})\\b)\\S+ (?:\\S+ )?(?:${finite})\\b)(?!\\S+ (?:button|number|status|mode|id|key|history|details|confirmation|error|available)\\b)`;

const verbs = [
  "accept|add|address|adjust|allow|amend|announce|answer|apply|approve|archive|arrange|ask|assign|attach",
  "back ?up|benchmark|block|book|bring|bump|buy|call|cancel|change|chase|check(?! out (?:this|that))|clarify|clean|clear",
  "close|collect|comment|commit|compare|compile|complete|confirm|contact|convert|copy|correct|create|deactivate|decide",
  "define|delete|deliver|deploy|describe|design|disable|discuss|document|double[- ]?check|download|draft|drop|email",
  "enable|ensure|escalate|estimate|evaluate|exclude|explain why|export|extend|extract|fetch|file|fill|finali[sz]e|find",
  "finish|fix|follow up|format|forward|gather|get|give|grab|hand (?:in|over)|handle|have a look|hide|import|improve",
  "include|increase|inform|inline|inspect|install|investigate|invite|invoice|keep (?:me|us|the|this|it|an eye|track)",
  "leave a|lock|log|look (?:into|over|at (?:the|your|my|our))|loop in|mark|measure|merge|migrate|monitor|move|notify",
  "nudge|order|organi[sz]e|pay|pick up|ping|pin|post|prepare|prevent|print|process|proofread|propose|provide|publish",
  "pull|push|put|raise|read|rebase|redact|reduce|refactor|refresh|refund|register|reinstall|release|remind|remove",
  "rename|renew|reorder|replace|reply|report|reproduce|request|reschedule|reserve|reset|resolve|respond|restart",
  "restore|return|revert|review|revise|rewrite|rotate|rsvp|run|save|schedule|send|set(?! up:)(?: up)?|share|shoot me",
  "show|sign|simplify|sort|specify|split|squash|start|stop|store|submit|summari[sz]e|swap|switch|sync",
  "take (?:a|another|the|over)|talk to|test|tidy|track|translate|transfer|trigger|turn|unify|unlock|update|upgrade",
  "upload|use|validate|verify|wait|warn|wrap|write",
].join("|");

export const english: Phrases = {
  requests: [
    [
      /\bany (?:chance|way) (?:you|someone|somebody|anyone) (?:could|can|would)\b|\b(?:wondering|hoping) (?:if |whether )?(?:you|someone|somebody|anyone) (?:could|can|would|might)\b|\bdo you think you (?:could|can)\b|\b(?:can|could|may) i (?:ask you to|get your|have your|get you to)\b/,
      0.75,
    ],
    [
      /^who (?:can|could|is able to|would be able to|wants to|volunteers to)\b(?! (?:tell|say|explain|that|this|it be)\b)|^(?:any|some)(?:one|body) (?:able to|free to|available to|up for)\b/,
      0.65,
    ],
    [
      /\b(?:love|appreciate|welcome|waiting (?:for|on)|looking for) (?:your (?:feedback|thoughts|input|comments|approval|review|reply|answer|help|sign-?off)|a (?:quick |short )?(?:review|reply|answer))\b|\b(?:ping|nudge|reminder) (?:on|about|for)\b/,
      0.65,
    ],
    [
      /\byou(?:'re| are) (?:to|expected to|supposed to) (?!be\b)[a-z]|\b(?:important|essential|crucial) that you\b/,
      0.65,
    ],
    [/\bmind [a-z]+ing\b[^?]*\?/, 0.7],
    [
      /\b(?:please|pls|plz|kindly)\b(?! (?:find|note|see|be advised|be aware|accept|ignore|disregard|consider|feel|excuse|forgive|bear with|trust|join (?:us|me) in)\b)/,
      0.85,
    ],
    [
      new RegExp(
        `${clause}(?:can|could|will|would) (?:${somebody}) (?:please |pls |maybe |also |both |all |kindly )*(?!(?:${toKnow})\\b)[a-z]`,
      ),
      0.8,
    ],
    [
      new RegExp(
        `${clause}(?:can|could) we (?:all |both )?(?!(?:all|both|agree|trust|see|assume|be|talk about|really|even|still)\\b)[a-z][^?]*\\?`,
      ),
      0.7,
    ],
    [
      /\b(?:would|do) you mind\b|\bwould (?:some|any)(?:one|body) mind\b|\bwould you be (?:able|willing|so kind)\b/,
      0.8,
    ],
    [
      /\b(?:great|good|nice|helpful|lovely|grateful|appreciate it|glad|happy) if (?:you|someone|somebody) (?:could|would|can)\b/,
      0.75,
    ],
    [
      /\b(?:i|we)(?:'d| would|'ll| will)? (?:like|want|need|expect|ask|kindly ask|urge|request|appreciate) (?:you to|for you to|your help)\b|^need you to\b/,
      0.8,
    ],
    [
      /\b(?:be sure to|make sure (?:to|that|the|you|it|all|your)|don't forget to|do not forget to|remember to|(?:i|we) ask you to|you are (?:kindly )?(?:asked|requested|required) to)\b/,
      0.8,
    ],
    [
      /(?:^|[,;:.] ?|\b(?:still|and|but|also) )(?:(?:i|we) (?:still |urgently |really )?)?need (?:your|(?:it|this|that|the|a|an|them|all)\b[^.?!]{0,80}\b(?:by|before|until|till|within|in|today|tonight|tomorrow|asap)\b)/,
      0.7,
    ],
    [
      /\blet me know (?:by|whether|when|which|what|how many|how much|as soon|once|who|where|before|until|asap|if (?!(?:you have any|there (?:are|is) any(?:thing)?|you need|you want|i can|any)\b))/,
      0.65,
    ],
    [
      new RegExp(
        `\\b(?:we|you|someone|somebody|everyone|everybody|all of (?:you|us)|you all|both of you) (?:still |really |urgently |all |also |absolutely |definitely )*(?:${shall}) (?!(?:${idle})\\b)[a-z]`,
      ),
      0.7,
    ],
    [
      /\b(?:must|needs? to|has to|have to|should) be [a-z]+(?:ed|en|ne|lt|ld|nt|de|pt|ut|ad)\b.{0,60}\b(?:by|before|until|no later than)\b/,
      0.65,
    ],
    [/\bneeds? (?:the|your|our|a|an|this|all|these|those|it)\b.{0,80}\b(?:no later than|by|before|until)\b/, 0.65],
  ],
  nonRequests:
    /\bno need to\b|\b(?:don't|do not|doesn't|does not|didn't|won't|needn't|never) (?:really |actually )?(?:have|need)\b|\bneedn't\b|\bnot (?:necessary|needed|required)\b|\bno (?:action|response|reply|reaction) (?:is )?(?:required|needed|necessary)\b|\bnothing (?:to do|is needed|you need)\b|\bfeel free\b|\bnever ?mind\b|\bno worries\b|\bdon't worry\b|\bdo not hesitate\b|\bdon't hesitate\b|\bhave any (?:further )?questions?\b|\bplease do(?: not|n't) reply\b|\b(?:if|whether|when|that) (?:we|i|they|he|she) (?:had|were|could|would have)\b(?!.{0,80}\bplease\b)|\bif you (?:had|were)\b|\b(?:if|whether) (?:i|we|you) (?:need|have) to\b|\bwould have\b|\bwhen the alarm\b|\b(?:asked|told|wanted|reminded|begged) (?:me|us|him|her|them|you|if|whether) |\bif (?:the|this) (?:problem|issue|error) persists\b|\b(?:says?|reads?|states?) (?:that )?(?:you|we) (?:need|have|must)\b|^(?:pretty )?please\W*$|\bcan (?:some|any)(?:one|body)(?: else)? confirm\W*$/,
  imperatives: new RegExp(
    `^${noun}(?:${verbs})\\b(?! ?(?:of|${finite}|goes|would|should|could|can|did|does|done|needs|out|from (?:my|our)|on (?:our|my))\\b)(?!\\s*[:=?]|-)`,
  ),
  indefiniteSubjects: /\b(?:we|someone|somebody|anyone|anybody|everyone|everybody|one of you|any of you|all of us)\b/,
  deadline: /\b(?:by|before|until|till|due|deadline|later than|latest|within)\b[^,;.!?]{0,30}$/,
  otherDate: /\b(?:for|from|of|since|after|last|dated|starting|as of|effective)\s+(?:the\s+)?$/,
  periods: {
    today:
      /\b(?:eod|eob|cob|end of (?:the )?(?:business |working )?day|close of business|this (?:afternoon|evening|morning)|tonight)\b/,
    dayAfterTomorrow: /\bday after tomorrow\b/,
    thisWeek: /\b(?:eow|end of (?:the |this )?week|(?:later )?this week)\b/,
    nextWeek: /\b(?:end of )?next week\b/,
    thisMonth: /\b(?:eom|end of (?:the |this )?month)\b/,
  },
};
