import type { Answer } from "../api/answer.ts";
import { AnswerCell } from "./answer-cell.tsx";
import type { ShownColumn } from "./describe-columns.ts";

interface Props {
  readonly answer: Answer;
  readonly columns: readonly ShownColumn[];
}

/** The rows of an answer. It scrolls within its own box, under its head. */
export function AnswerTable({ answer, columns }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard (WCAG 2.1.1).
    <section class="answer-rows" tabIndex={0} aria-label="Rows of the answer">
      <table>
        <caption class="visually-hidden">{answer.question}</caption>
        <thead>
          <tr>
            {columns.map(({ name, kind }) => (
              <th key={name} scope="col" data-kind={kind}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.rows.map((row, index) => (
            <tr key={index}>
              {columns.map(({ name, kind }) => (
                <td key={name} data-kind={kind}>
                  <AnswerCell value={row[name]} kind={kind} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
