import { type AuditFilter, readAuditFile } from "../../api/admin/audit.ts";
import { Button } from "../../ui/button.tsx";
import { FailureNote } from "../../ui/failure-note.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { useAction } from "../../ui/use-action.ts";
import { useAdmin } from "../admin-context.ts";

/** Tells Excel that the file is UTF-8; other programs skip it. */
const byteOrderMark = "\ufeff";

/** Saves what is shown, and all that follows it, as a file for spreadsheets. */
export function DownloadButton({ filter }: { readonly filter: AuditFilter }) {
  const { api, showNotice } = useAdmin();
  const { busy, failure, run, settle } = useAction();
  const download = () =>
    run(async () => {
      const answer = await readAuditFile(api, filter);
      if (!answer.ok) return answer.failure;
      settle();
      const { text, isCut } = answer.value;
      saveFile(`audit-${new Date().toISOString().slice(0, 10)}.csv`, byteOrderMark + text, "text/csv;charset=utf-8");
      if (isCut)
        showNotice({
          kind: "plain",
          title: "The file holds the newest entries only",
          detail: "There are more than fit into one. Choose a shorter time for the others.",
        });
      return undefined;
    });
  return (
    <>
      <Button busy={busy} onPress={download}>
        Download CSV
      </Button>
      {failure && <FailureNote failure={failure} />}
    </>
  );
}
