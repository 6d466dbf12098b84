/** A window over the page. The browser itself keeps the focus in it, and gives it back. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

interface Props {
  open: boolean;
  /** The id of its title. */
  titled: string;
  class?: string;
  onClose(): void;
  children: ComponentChildren;
}

export function Dialog({ open, titled, onClose, children, ...more }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog class={`dialog ${more.class ?? ""}`} ref={dialog} onClose={onClose} aria-labelledby={titled}>
      {children}
    </dialog>
  );
}
