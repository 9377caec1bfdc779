// The pages of the unlocked window by address. A page that is added gets one line in `pages`; the rail and the buttons
// that lead to a page show only when its address is here.
import { type ComponentType, lazy, Suspense } from 'react';
import { createHashRouter, type RouteObject } from 'react-router';
import { RouterProvider } from 'react-router/dom';
import { PageNotFound } from './page-not-found.tsx';
import { Shell } from './shell.tsx';

interface Page {
  path: string;
  /** Wizards take the narrow rail. */
  narrowRail?: boolean;
  component: ComponentType;
}

const pages: readonly Page[] = [
  {
    path: '/',
    component: lazy(async () => ({ default: (await import('../pages/workbench/workbench-page.tsx')).WorkbenchPage })),
  },
  {
    path: '/r/:register',
    component: lazy(async () => ({ default: (await import('../pages/registers/list/list-page.tsx')).ListPage })),
  },
  {
    path: '/r/procedure/:id',
    component: lazy(async () => ({
      default: (await import('../pages/procedures/procedure-page.tsx')).ProcedurePage,
    })),
  },
  {
    path: '/procedures/new/:template',
    component: lazy(async () => ({
      default: (await import('../pages/procedures/start-page.tsx')).StartProcedurePage,
    })),
  },
  {
    path: '/r/:register/new',
    component: lazy(async () => ({
      default: (await import('../pages/registers/record/new-record-page.tsx')).NewRecordPage,
    })),
  },
  {
    path: '/r/:register/scans',
    component: lazy(async () => ({ default: (await import('../pages/registers/scans/scans-page.tsx')).ScansPage })),
  },
  {
    path: '/r/:register/:id',
    component: lazy(async () => ({ default: (await import('../pages/registers/record/record-page.tsx')).RecordPage })),
  },
  {
    path: '/measures',
    component: lazy(async () => ({ default: (await import('../pages/rules/measures-page.tsx')).MeasuresPage })),
  },
  {
    path: '/knowledge',
    component: lazy(async () => ({ default: (await import('../pages/rules/knowledge-page.tsx')).KnowledgePage })),
  },
  {
    path: '/risk',
    component: lazy(async () => ({ default: (await import('../pages/rules/risk-page.tsx')).RiskPage })),
  },
  {
    path: '/import/:register',
    narrowRail: true,
    component: lazy(async () => ({ default: (await import('../pages/import/import-page.tsx')).ImportPage })),
  },
  {
    path: '/evidence',
    component: lazy(async () => ({ default: (await import('../pages/evidence/evidence-page.tsx')).EvidencePage })),
  },
  {
    path: '/evidence/new',
    narrowRail: true,
    component: lazy(async () => ({
      default: (await import('../pages/evidence/bundle-wizard-page.tsx')).BundleWizardPage,
    })),
  },
  {
    path: '/evidence/:id/disclose',
    component: lazy(async () => ({ default: (await import('../pages/evidence/disclose-page.tsx')).DisclosePage })),
  },
  {
    path: '/evidence/in-force',
    component: lazy(async () => ({ default: (await import('../pages/reports/in-force-page.tsx')).InForcePage })),
  },
  {
    path: '/audit',
    component: lazy(async () => ({ default: (await import('../pages/audit/audit-page.tsx')).AuditPage })),
  },
  {
    path: '/audit/stamps',
    component: lazy(async () => ({ default: (await import('../pages/audit/stamps-page.tsx')).StampsPage })),
  },
  {
    path: '/settings',
    component: lazy(async () => ({ default: (await import('../pages/settings/settings-page.tsx')).SettingsPage })),
  },
];

function routeOf(page: Page): RouteObject {
  const Component = page.component;
  return {
    path: page.path,
    handle: { narrowRail: page.narrowRail ?? false },
    element: (
      <Suspense fallback={<div aria-busy="true" />}>
        <Component />
      </Suspense>
    ),
  };
}

/** Whether a page is registered: what links to others may rely on. */
export const pagePaths: readonly string[] = pages.map((page) => page.path);

const router = createHashRouter([
  { element: <Shell paths={pagePaths} />, children: [...pages.map(routeOf), { path: '*', element: <PageNotFound /> }] },
]);

/** The shell with the page of the present address. */
export function Routes() {
  return <RouterProvider router={router} />;
}
