// Toasts: one short confirmation at a time. Anything that needs a decision belongs on the page instead.
import { Snackbar } from '@mui/material';
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react';

const ToastContext = createContext<(message: string) => void>(() => {});

/** Shows the toasts of everything below it. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<{ message: string; key: number } | null>(null);
  const show = useCallback((message: string) => setToast({ message, key: Date.now() }), []);
  return (
    <ToastContext value={show}>
      {children}
      <Snackbar
        key={toast?.key}
        open={toast !== null}
        autoHideDuration={4000}
        onClose={(_event, reason) => {
          if (reason !== 'clickaway') setToast(null);
        }}
        message={toast?.message ?? ''}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'center' }}
      />
    </ToastContext>
  );
}

/** Shows a confirmation for a few seconds. */
export function useToast(): (message: string) => void {
  return useContext(ToastContext);
}
