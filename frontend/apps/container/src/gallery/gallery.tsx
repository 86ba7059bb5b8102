import { PageHeader, SchemeButton } from '@intarsia/ui';
import Stack from '@mui/material/Stack';
import { Controls } from './controls.tsx';
import { Feedback } from './feedback.tsx';
import { Section } from './section.tsx';
import { States } from './states.tsx';
import { Swatches } from './swatches.tsx';
import { TableSample } from './table-sample.tsx';
import { TypeSample } from './type-sample.tsx';

/** Development only: everything that pages are made of, to be looked at in each scheme. In English alone; nobody else reads it. */
export default function Gallery() {
  return (
    <>
      <PageHeader title="Gallery" text="What pages are made of." actions={<SchemeButton />} />
      <Stack spacing={3}>
        <Section title="Colours">
          <Swatches />
        </Section>
        <Section title="Type">
          <TypeSample />
        </Section>
        <Section title="Buttons and fields">
          <Controls />
        </Section>
        <Section title="Dialogs and messages">
          <Feedback />
        </Section>
        <Section title="Table">
          <TableSample />
        </Section>
        <Section title="Empty, loading, failed">
          <States />
        </Section>
      </Stack>
    </>
  );
}
