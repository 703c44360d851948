import { useRef } from "preact/hooks";
import { readAvailability } from "../api/questions.ts";
import { useAppContext } from "../app-context.ts";
import { FailureNote } from "../ui/failure-note.tsx";
import { useLoad } from "../ui/use-load.ts";
import { AnswerView, countRows } from "./answer-view.tsx";
import { QuestionForm } from "./question-form.tsx";
import { suggestQuestions } from "./suggest-questions.ts";
import { SuggestionList } from "./suggestion-list.tsx";
import { type Asking, useQuestion } from "./use-question.ts";

/** Questions to the database of the stage; nothing where it has none, or where they are switched off. */
export function AskPanel() {
  const { api, config } = useAppContext();
  const available = useLoad(() => readAvailability(api), config.questions !== undefined);
  if (!config.questions || available.value !== true) return null;
  return <QuestionSection subjects={config.questions} />;
}

function QuestionSection({ subjects }: { readonly subjects: readonly string[] }) {
  const asking = useQuestion();
  const suggestions = suggestQuestions(subjects);
  const field = useRef<HTMLInputElement>(null);
  const choose = (question: string) => {
    if (field.current) field.current.value = question;
    asking.ask(question);
  };
  const { failure, busy, question } = asking;
  // A question that was not understood, or that has no good form, is no fault: others are offered again.
  const isNotUnderstood = failure?.code === "could_not_answer";
  return (
    <section class="group" aria-labelledby="ask">
      <h2 id="ask">Ask your data</h2>
      <div class="card ask">
        <QuestionForm busy={busy} example={suggestions[0]} field={field} onAsk={asking.ask} />
        <p class="visually-hidden" role="status">
          {describeState(asking)}
        </p>
        {failure && (
          <FailureNote failure={failure} onRetry={isNotUnderstood ? undefined : () => asking.ask(question)} />
        )}
        <SuggestionList
          label={isNotUnderstood ? "You can ask, for example" : "For example"}
          questions={suggestions}
          busy={busy}
          onChoose={choose}
        />
        {busy && <AnswerSkeleton />}
        {asking.answer && <AnswerView answer={asking.answer} />}
      </div>
    </section>
  );
}

/** Failures speak for themselves. */
function describeState({ busy, answer }: Asking): string {
  if (busy) return "Looking for the answer";
  if (!answer) return "";
  return answer.rows.length === 0
    ? "Nothing in the database matches."
    : `The answer has ${countRows(answer.rows.length)}.`;
}

const AnswerSkeleton = () => (
  <div class="answer-skeleton" aria-hidden="true">
    <div class="skeleton-shape skeleton-line" />
    <div class="skeleton-shape skeleton-text" />
    <div class="skeleton-shape skeleton-text" />
  </div>
);
