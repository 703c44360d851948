import type { ComponentChildren } from "preact";

interface Props {
  readonly children: ComponentChildren;
  readonly kind?: "primary" | "quiet" | "danger" | "danger-quiet";
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly submit?: boolean;
  readonly describedBy?: string | undefined;
  readonly expanded?: boolean;
  readonly controls?: string;
  readonly onPress?: () => void;
}

/** A button that, while busy or disabled, keeps its focus and ignores clicks. */
export function Button({ children, kind, busy, disabled, submit, describedBy, expanded, controls, onPress }: Props) {
  return (
    <button
      type={submit ? "submit" : "button"}
      class={`button ${kind ?? ""}`}
      aria-disabled={busy || disabled ? "true" : undefined}
      aria-busy={busy ? "true" : undefined}
      aria-describedby={describedBy}
      aria-expanded={expanded}
      aria-controls={controls}
      onClick={(event) => {
        if (busy || disabled) event.preventDefault();
        else onPress?.();
      }}
    >
      {children}
    </button>
  );
}
