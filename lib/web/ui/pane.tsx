import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { AccountPanel } from "./account-panel.ts";
import { Icon } from "./icon.tsx";

interface Props {
  readonly panel: AccountPanel;
  readonly title: string;
  /** Shown beside the title, such as a link to the provider. */
  readonly aside?: ComponentChildren;
  readonly busy?: boolean;
  readonly onRefresh?: () => void;
  readonly onBack?: () => void;
  readonly hidden?: boolean;
  /** Shown between the title and the scrolled content. */
  readonly tools?: ComponentChildren;
  readonly foot?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of a panel. Its height is fixed, so that loading content does not shift the page. */
export function Pane({ panel, title, aside, busy, onRefresh, onBack, hidden, tools, foot, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const isDetail = onBack !== undefined;
  // A detail view replaces the list whose entry had the focus, so it takes the focus.
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
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard (WCAG 2.1.1). */}
      <section class="pane-body" tabIndex={0} aria-label={`${title}, ${panel.connection.accountName}`}>
        {children}
      </section>
      {foot && <div class="pane-foot">{foot}</div>}
    </div>
  );
}
