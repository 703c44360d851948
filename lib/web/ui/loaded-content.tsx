import type { ComponentChildren } from "preact";
import type { AccountPanel } from "./account-panel.ts";
import { FailureNote } from "./failure-note.tsx";
import { PaneNotice } from "./pane-notice.tsx";
import type { Loaded } from "./use-load.ts";

interface Props<T> {
  readonly panel: AccountPanel;
  readonly loaded: Omit<Loaded<T>, "put">;
  /** Names the content while it loads, such as "the files". */
  readonly what: string;
  /** Placeholder of the size of the content. */
  readonly skeleton: ComponentChildren;
  readonly children: (value: T) => ComponentChildren;
}

/** Shows the loaded content, the failure to load it, or its skeleton. */
export function LoadedContent<T>({ panel, loaded, what, skeleton, children }: Props<T>) {
  const { value, failure } = loaded;
  const note = failure && (
    <FailureNote
      failure={failure}
      name={panel.provider.name}
      onRetry={() => loaded.reload()}
      onReconnect={panel.onReconnect}
    />
  );
  if (value !== undefined)
    return (
      <>
        {children(value)}
        {note && <PaneNotice>{note}</PaneNotice>}
      </>
    );
  if (note) return <div class="pane-middle">{note}</div>;
  return (
    <div class="pane-skeleton" aria-busy="true">
      <p class="visually-hidden" role="status">
        Loading {what}
      </p>
      <div aria-hidden="true">{skeleton}</div>
    </div>
  );
}
