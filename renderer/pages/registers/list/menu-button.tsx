// A text button that opens a short menu of commands.
import { Button, Menu, MenuItem } from '@mui/material';
import { useRef, useState } from 'react';
import { ChevronIcon } from '../../../components/icons.tsx';

export interface MenuCommand {
  text: string;
  isChosen?: boolean;
  isDisabled?: boolean;
  act: () => void;
}

/** The button with its menu. */
export function MenuButton({
  text,
  label,
  commands,
}: {
  text: string;
  /** What the button is called where several with the same words stand on a page. */
  label?: string;
  commands: readonly MenuCommand[];
}) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        ref={anchor}
        variant="text"
        endIcon={<ChevronIcon />}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        {text}
      </Button>
      <Menu
        open={isOpen}
        anchorEl={anchor.current}
        onClose={() => setOpen(false)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
      >
        {commands.map((command) => (
          <MenuItem
            key={command.text}
            selected={command.isChosen ?? false}
            disabled={command.isDisabled ?? false}
            onClick={() => {
              setOpen(false);
              command.act();
            }}
          >
            {command.text}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
