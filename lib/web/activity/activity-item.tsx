import { type ActionItem, type Activity, markDone } from "../api/activity.ts";
import type { Failure } from "../api/failure.ts";
import { useAppContext } from "../app-context.ts";
import { Glyph } from "../panels/glyph.tsx";
import { formatAgo, formatDue } from "../ui/dates.ts";
import { FailureNote } from "../ui/failure-note.tsx";
import { useAction } from "../ui/use-action.ts";
import { DeleteActivity } from "./delete-activity.tsx";

interface Props {
  readonly item: Activity;
  readonly name: string;
  readonly onChange: (item: Activity) => void;
  /** Deletes it for good. Resolves with the failure, if any. */
  readonly onDelete: () => Promise<Failure | undefined>;
}

/** One activity with its action items and their checkbox. */
export function ActivityItem({ item, name, onChange, onDelete }: Props) {
  const { api } = useAppContext();
  const { busy, failure, run, settle } = useAction();
  const isDone = item.actionItems.length > 0 && item.actionItems.every(({ done }) => done);
  const mark = (done: boolean) =>
    run(async () => {
      const answer = await markDone(api, item.id, done);
      if (!answer.ok) return answer.failure;
      settle();
      onChange({ ...item, actionItems: item.actionItems.map((action) => ({ ...action, done })) });
      return undefined;
    });
  return (
    <li class="activity-item" data-activity={item.id}>
      <Glyph provider={item.provider} name={name} />
      <div class="activity-body">
        <p class="activity-title">
          {item.url ? (
            <a href={item.url} target="_blank" rel="noopener noreferrer">
              {item.title || name}
            </a>
          ) : (
            item.title || name
          )}
        </p>
        <p class="fine">
          {name} · <time dateTime={item.at}>{formatAgo(item.at)}</time>
        </p>
        {item.excerpt && item.excerpt !== item.title && <p class="activity-excerpt">{item.excerpt}</p>}
        {item.actionItems.length > 0 && (
          <div class="actions-asked">
            <ul>
              {item.actionItems.map((action) => (
                <li key={action.text} class={action.done ? "done" : ""}>
                  {action.text} <ActionFacts action={action} />
                </li>
              ))}
            </ul>
            <label class="check">
              <input
                type="checkbox"
                checked={isDone}
                aria-disabled={busy}
                onChange={(event) => mark(event.currentTarget.checked)}
              />
              <span>
                Done <span class="visually-hidden">: {item.title}</span>
              </span>
            </label>
          </div>
        )}
        {failure && <FailureNote failure={failure} />}
      </div>
      <DeleteActivity title={item.title || name} busy={busy} onDelete={() => run(onDelete)} />
    </li>
  );
}

function ActionFacts({ action }: { readonly action: ActionItem }) {
  const facts = [action.assignee, action.due && `by ${formatDue(action.due)}`].filter(Boolean);
  return facts.length > 0 ? <span class="fine">({facts.join(", ")})</span> : null;
}
