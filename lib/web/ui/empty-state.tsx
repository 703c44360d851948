import type { ComponentChildren } from "preact";

interface Props {
  readonly title: string;
  /** What the user can do about it. */
  readonly children?: ComponentChildren;
}

export function EmptyState({ title, children }: Props) {
  return (
    <div class="pane-middle empty">
      <p class="empty-title">{title}</p>
      {children && <p>{children}</p>}
    </div>
  );
}
