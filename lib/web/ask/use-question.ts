import { useState } from "preact/hooks";
import type { Answer } from "../api/answer.ts";
import type { Failure } from "../api/failure.ts";
import { askQuestion } from "../api/questions.ts";
import { useAppContext } from "../app-context.ts";
import { useAction } from "../ui/use-action.ts";

export interface Asking {
  /** The last question that was sent; empty before the first. */
  readonly question: string;
  readonly answer: Answer | undefined;
  readonly failure: Failure | undefined;
  readonly busy: boolean;
  ask(question: string): void;
}

/** Asks one question at a time. An answer stays until the next question is asked. */
export function useQuestion(): Asking {
  const { api } = useAppContext();
  const { busy, failure, run, settle } = useAction();
  const [question, setQuestion] = useState("");
  const [answer, setAnswer] = useState<Answer>();
  const ask = (asked: string) =>
    run(async () => {
      setQuestion(asked);
      setAnswer(undefined);
      const reply = await askQuestion(api, asked);
      if (!reply.ok) return reply.failure;
      settle();
      setAnswer(reply.value);
      return undefined;
    });
  return { question, answer, failure, busy, ask };
}
