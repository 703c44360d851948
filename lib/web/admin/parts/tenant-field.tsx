import { useAdmin } from "../admin-context.ts";
import { TextField } from "./text-field.tsx";

interface Props {
  readonly value: string;
  readonly help?: string;
}

/** The choice of a tenant, for administrators of the stage: those of a tenant see that one alone. */
export function TenantField({ value, help = "As in its users’ tokens." }: Props) {
  const { isOfStage } = useAdmin();
  return isOfStage ? <TextField label="Tenant" name="tenant" value={value} help={help} /> : null;
}
