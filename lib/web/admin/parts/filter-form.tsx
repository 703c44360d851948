import type { ComponentChildren } from "preact";
import { Button } from "../../ui/button.tsx";
import { readFormValues } from "../../ui/form-values.ts";

interface Props {
  /** Names the form to screen readers, such as "Filter of the deliveries". */
  readonly label: string;
  readonly submit?: string;
  readonly kind?: "primary" | "danger";
  readonly children: ComponentChildren;
  /** Further buttons beside the one that sends it. */
  readonly actions?: ComponentChildren;
  readonly onSubmit: (values: Readonly<Record<string, string>>) => void;
}

export function FilterForm({ label, submit = "Show", kind = "primary", children, actions, onSubmit }: Props) {
  return (
    <form
      class="card admin-filter"
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(readFormValues(event.currentTarget));
      }}
    >
      <div class="admin-fields">{children}</div>
      <div class="form-actions">
        <Button kind={kind} submit>
          {submit}
        </Button>
        {actions}
      </div>
    </form>
  );
}
