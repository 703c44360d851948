import type { ComponentChildren } from "preact";

/** Stays at the lower edge of a pane while its content is scrolled. */
export function PaneNotice({ children }: { readonly children: ComponentChildren }) {
  return <div class="pane-notice">{children}</div>;
}

/** What has been done, read aloud as it appears. */
export function SuccessNote({ children }: { readonly children: ComponentChildren }) {
  return (
    <div class="note good" role="status">
      <p class="note-text">{children}</p>
    </div>
  );
}
