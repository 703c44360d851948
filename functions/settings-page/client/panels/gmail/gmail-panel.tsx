import { listMails, type Mail } from "../../api/gmail.ts";
import { useDesk } from "../../page/desk.ts";
import { RowBones } from "../bones.tsx";
import { Contents } from "../contents.tsx";
import { Empty } from "../empty.tsx";
import { MoreButton } from "../more-button.tsx";
import { Pane } from "../pane.tsx";
import type { PanelProps } from "../panel-props.ts";
import { useLive } from "../use-live.ts";
import { useOpened } from "../use-opened.ts";
import { usePages } from "../use-pages.ts";
import { MailRow } from "./mail-row.tsx";
import { MailText } from "./mail-text.tsx";

/** The latest mail of an account; an opened one shows its text. */
export function GmailPanel(panel: PanelProps) {
  const { api } = useDesk();
  const { connection, shown } = panel;
  const mails = usePages((pageToken) => listMails(api, connection.id, pageToken));
  const { opened, open, close } = useOpened<Mail>();
  useLive(connection.id, shown, mails.refresh);
  return (
    <>
      <Pane
        panel={panel}
        title="Latest messages"
        hidden={opened !== undefined}
        busy={mails.loading}
        onRefresh={mails.reload}
      >
        <Contents panel={panel} loaded={mails} what="the messages" bones={<RowBones lines={2} />}>
          {(value) =>
            value.length === 0 ? (
              <Empty title="No messages">This mailbox is empty. What arrives appears here by itself.</Empty>
            ) : (
              <>
                <ul class="rows">
                  {value.map((mail) => (
                    <MailRow key={mail.id} mail={mail} onOpen={open} />
                  ))}
                </ul>
                <MoreButton panel={panel} pages={mails} />
              </>
            )
          }
        </Contents>
      </Pane>
      {opened && <MailText key={opened.id} panel={panel} mail={opened} onBack={close} />}
    </>
  );
}
