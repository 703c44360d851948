import type { Answer } from "../api/client.ts";
import type { Line } from "../api/trials.ts";
import { Button } from "../page/button.tsx";
import { FailureNote } from "../page/failure-note.tsx";
import { useLoad } from "../page/use-load.ts";

interface Props {
  readonly load: () => Promise<Answer<readonly Line[]>>;
  readonly one: string;
  readonly many: string;
  readonly onReconnect: () => void;
}

const shown = 5;

export function TryList({ load, one, many, onReconnect }: Props) {
  const { value, failure, loading, reload } = useLoad(load);
  if (failure) return <FailureNote failure={failure} onRetry={reload} onReconnect={onReconnect} />;
  const count = value?.length ?? 0;
  const words =
    count === 0 ? `It works. There are no ${many} here.` : `It works: ${count} ${count === 1 ? one : many}.`;
  return (
    <>
      <div class="try-head">
        <p role="status">{value ? words : "Asking…"}</p>
        <Button kind="quiet" busy={loading} onPress={reload}>
          Test again
        </Button>
      </div>
      {value && count > 0 && (
        <ul class="lines">
          {value.slice(0, shown).map((line, index) => (
            // The lines have no identity of their own and are never reordered.
            <li key={`${index}-${line.title}`}>
              <span>{line.title}</span>
              {line.note && <span class="fine">{line.note}</span>}
            </li>
          ))}
          {count > shown && <li class="fine">and {count - shown} more</li>}
        </ul>
      )}
    </>
  );
}
