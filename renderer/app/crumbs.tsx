// Where am I: pages say their place, the top bar shows it and the document title follows.
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';

export interface Crumb {
  text: string;
  to?: string;
}

interface CrumbState {
  crumbs: readonly Crumb[];
  setCrumbs: (crumbs: readonly Crumb[]) => void;
}

const CrumbContext = createContext<CrumbState>({ crumbs: [], setCrumbs: () => {} });

/** Holds the trail of the page shown. */
export function CrumbProvider({ children }: { children: ReactNode }) {
  const [crumbs, setCrumbs] = useState<readonly Crumb[]>([]);
  const state = useMemo(() => ({ crumbs, setCrumbs }), [crumbs]);
  return <CrumbContext value={state}>{children}</CrumbContext>;
}

/** The trail of the page shown. */
export function useCrumbs(): readonly Crumb[] {
  return useContext(CrumbContext).crumbs;
}

/** Says where the page stands: area, page, record. */
export function usePlace(crumbs: readonly Crumb[]): void {
  const { setCrumbs } = useContext(CrumbContext);
  const key = JSON.stringify(crumbs);
  useEffect(() => {
    // An area and its only register may have the same name: it is said once.
    const trail = (JSON.parse(key) as Crumb[]).filter((crumb, index, all) => crumb.text !== all[index + 1]?.text);
    setCrumbs(trail);
    document.title = [trail.at(-1)?.text, 'Midian 秘点'].filter(Boolean).join(' · ');
  }, [key, setCrumbs]);
}
