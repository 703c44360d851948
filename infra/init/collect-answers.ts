import { type Answers, type Setting, settings } from "./settings.ts";

/** Asks a person one question. */
export type Ask = (question: string) => Promise<string>;

interface Sources {
  /** From the command line. */
  readonly given: Answers;
  /** Answers that are proposed, such as the account of the shell's credentials. */
  readonly proposed: Answers;
  /** Absent where nobody is asked: proposed answers are taken then. */
  readonly ask?: Ask | undefined;
  readonly print?: (line: string) => void;
}

/**
 * Collects an answer for every setting: from the options, else from the person, else the proposed one.
 * @throws Error in one sentence naming every option that is missing, or the first that is wrong
 */
export async function collectAnswers({ given, proposed, ask, print = console.log }: Sources): Promise<Answers> {
  let answers: Answers = {};
  const missing: string[] = [];
  for (const setting of settings) {
    const fallback = proposed[setting.option] ?? setting.fallback?.(answers);
    const fromOption = given[setting.option];
    const answer =
      fromOption !== undefined || ask === undefined
        ? requireValid(setting, fromOption ?? fallback ?? "")
        : await askUntilValid(setting, fallback, ask, print);
    if (answer === "" && !setting.isOptional && !setting.fallback) missing.push(`--${setting.option}`);
    answers = { ...answers, [setting.option]: answer };
  }
  if (missing.length === 0) return answers;
  throw new Error(`Add ${missing.join(", ")}: ${missing.length === 1 ? "it has" : "they have"} no default.`);
}

async function askUntilValid(setting: Setting, fallback: string | undefined, ask: Ask, print: (line: string) => void) {
  const hint = fallback ? ` [${fallback}]` : setting.isOptional ? " [none]" : "";
  for (;;) {
    const answer = (await ask(`${setting.question}${hint}: `)).trim() || (fallback ?? "");
    const mistake = findMistake(setting, answer);
    if (mistake === undefined) return answer;
    print(`It ${mistake}.`);
  }
}

function requireValid(setting: Setting, answer: string): string {
  const mistake = answer === "" ? undefined : findMistake(setting, answer);
  if (mistake === undefined) return answer;
  throw new Error(`--${setting.option} ${mistake}.`);
}

/** What is wrong with an answer: a predicate for a sentence. */
function findMistake({ schema, isOptional }: Setting, answer: string): string | undefined {
  if (answer === "") return isOptional ? undefined : "must not be empty";
  return schema.safeParse(answer).error?.issues[0]?.message;
}
