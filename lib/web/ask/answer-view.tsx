import type { Answer } from "../api/answer.ts";
import { Button } from "../ui/button.tsx";
import { formatAgo } from "../ui/dates.ts";
import { saveFile } from "../ui/save-file.ts";
import { AnswerTable } from "./answer-table.tsx";
import { CopyButton } from "./copy-button.tsx";
import { describeColumns } from "./describe-columns.ts";
import { toCsv } from "./to-csv.ts";

/** The rows, where they come from, and what can be done with them. */
export function AnswerView({ answer }: { readonly answer: Answer }) {
  const { rows, sql, executedAt, truncated } = answer;
  const columns = describeColumns(answer);
  const hasTimes = columns.some(({ kind }) => kind === "time");
  const save = () => saveFile(`answer-${executedAt.split("T")[0]}.csv`, toCsv(answer), "text/csv;charset=utf-8");
  return (
    <div class="answer">
      <div class="answer-head">
        <p class="answer-question cut" title={answer.question}>
          {answer.question}
        </p>
        <p class="fine">
          {countRows(rows.length)} · <Age answer={answer} />
          {hasTimes && " · times in UTC"}
        </p>
      </div>
      {truncated && (
        <p class="hint">There are more. These are the first {rows.length}: ask more precisely for others.</p>
      )}
      {rows.length === 0 ? (
        <p class="answer-none">Nothing in the database matches.</p>
      ) : (
        <AnswerTable answer={answer} columns={columns} />
      )}
      <div class="answer-foot">
        <details class="more">
          <summary>How this was read</summary>
          <pre>
            <code>{sql}</code>
          </pre>
          <CopyButton text={sql} what="the SQL" />
        </details>
        {rows.length > 0 && <Button onPress={save}>Download CSV</Button>}
      </div>
    </div>
  );
}

function Age({ answer: { cached, executedAt } }: { readonly answer: Answer }) {
  const ago = <time dateTime={executedAt}>{formatAgo(executedAt)}</time>;
  return cached ? <>kept from {ago}</> : <>read {ago}</>;
}

export const countRows = (count: number): string => (count === 1 ? "1 row" : `${count.toLocaleString("en")} rows`);
