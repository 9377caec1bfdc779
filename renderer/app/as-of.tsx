// The past date the whole window looks at, or null for today. Two readings: by the papers, or by what was recorded.
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { AsOf } from '../../shared/contract/routes/common.ts';

interface AsOfState {
  asOf: AsOf | null;
  setAsOf: (next: AsOf | null) => void;
}

const AsOfContext = createContext<AsOfState>({ asOf: null, setAsOf: () => {} });

/** Holds the past date for all pages below it. */
export function AsOfProvider({ children }: { children: ReactNode }) {
  const [asOf, setAsOf] = useState<AsOf | null>(null);
  const state = useMemo(() => ({ asOf, setAsOf }), [asOf]);
  return <AsOfContext value={state}>{children}</AsOfContext>;
}

/** The past date in force, and how to change it. */
export function useAsOf(): AsOfState {
  return useContext(AsOfContext);
}
