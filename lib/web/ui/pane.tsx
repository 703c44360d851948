import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { AccountPanel } from "./account-panel.ts";
import { Icon } from "./icon.tsx";

interface Props {
  readonly panel: AccountPanel;
  readonly title: string;
  /** What stands beside the title, such as a link to the source. */
  readonly aside?: ComponentChildren;
  readonly busy?: boolean;
  readonly onRefresh?: () => void;
  readonly onBack?: () => void;
  readonly hidden?: boolean;
  /** Between the title and what is scrolled. */
  readonly tools?: ComponentChildren;
  readonly foot?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A frame of fixed height in which a panel's content comes and goes, so that nothing around it moves. */
export function Pane({ panel, title, aside, busy, onRefresh, onBack, hidden, tools, foot, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const isDetail = onBack !== undefined;
  // What replaces a list takes the focus, which was on an entry that is gone.
  useEffect(() => {
    if (isDetail) heading.current?.focus();
  }, [isDetail]);
  return (
    <div class="pane" hidden={hidden}>
      <div class="pane-head">
        {onBack && (
          <button type="button" class="icon-button" aria-label="Back" onClick={onBack}>
            <Icon name="back" />
          </button>
        )}
        <h4 class="cut" ref={heading} tabIndex={-1} title={title}>
          {title}
        </h4>
        {aside}
        {onRefresh && (
          <button
            type="button"
            class="icon-button"
            aria-label="Refresh"
            aria-busy={busy ? "true" : undefined}
            onClick={() => busy || onRefresh()}
          >
            <Icon name="refresh" />
          </button>
        )}
      </div>
      {tools && <div class="pane-tools">{tools}</div>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1). */}
      <section class="pane-body" tabIndex={0} aria-label={`${title}, ${panel.connection.accountName}`}>
        {children}
      </section>
      {foot && <div class="pane-foot">{foot}</div>}
    </div>
  );
}
