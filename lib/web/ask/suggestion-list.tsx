interface Props {
  readonly label: string;
  readonly questions: readonly string[];
  readonly busy: boolean;
  readonly onChoose: (question: string) => void;
}

/** Questions to press instead of typing them. */
export function SuggestionList({ label, questions, busy, onChoose }: Props) {
  if (questions.length === 0) return null;
  return (
    <div class="suggestions">
      <p class="fine" id="suggestions">
        {label}
      </p>
      <ul aria-labelledby="suggestions">
        {questions.map((question) => (
          <li key={question}>
            <button
              type="button"
              class="chip"
              aria-disabled={busy ? "true" : undefined}
              onClick={() => busy || onChoose(question)}
            >
              {question}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
