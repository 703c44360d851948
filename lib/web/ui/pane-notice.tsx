import type { ComponentChildren } from "preact";

/** A notice that sticks to the bottom of a pane while its content scrolls. */
export function PaneNotice({ children }: { readonly children: ComponentChildren }) {
  return <div class="pane-notice">{children}</div>;
}

/** A success message that screen readers announce. */
export function SuccessNote({ children }: { readonly children: ComponentChildren }) {
  return (
    <div class="note good" role="status">
      <p class="note-text">{children}</p>
    </div>
  );
}
