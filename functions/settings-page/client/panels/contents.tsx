import type { ComponentChildren } from "preact";
import { FailureNote } from "../page/failure-note.tsx";
import type { Loaded } from "../page/use-load.ts";
import { Notice } from "./notice.tsx";
import type { PanelProps } from "./panel-props.ts";

interface Props<T> {
  readonly panel: PanelProps;
  readonly loaded: Omit<Loaded<T>, "put">;
  /** What is loaded, such as "the files". */
  readonly what: string;
  /** Shapes of the size of what is to come. */
  readonly bones: ComponentChildren;
  readonly children: (value: T) => ComponentChildren;
}

/** What was loaded, or why not, or the shapes of what is to come. */
export function Contents<T>({ panel, loaded, what, bones, children }: Props<T>) {
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
        {note && <Notice>{note}</Notice>}
      </>
    );
  if (note) return <div class="pane-middle">{note}</div>;
  return (
    <div class="pane-bones" aria-busy="true">
      <p class="visually-hidden" role="status">
        Loading {what}
      </p>
      <div aria-hidden="true">{bones}</div>
    </div>
  );
}
