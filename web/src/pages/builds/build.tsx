import { Anchor, Button, Grid, Menu, Paper, Stack, Table, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'wouter'
import { api, basedOn, type Schemas, taken } from '../../api/client'
import { useMay } from '../../me'
import { ErrorState } from '../../ui/error-state'
import { duration, mass, moment, number, percent } from '../../ui/format'
import { Page } from '../../ui/page'
import { PageSkeleton } from '../../ui/page-skeleton'
import { StatusPill } from '../../ui/status-pill'
import { useChange } from '../../ui/use-change'
import { FailureDialog } from './failure-dialog'
import { useMachines } from './list'

type Build = Schemas['BuildOut']
type Piece = Schemas['PieceOut']

/** One build: its platform, its pieces, its times, and the next step on the floor. */
export default function BuildPage() {
  const { id = '' } = useParams()
  const { t } = useTranslation()
  const build = useQuery({
    queryKey: ['builds', id],
    queryFn: () => taken(api.GET('/api/builds/{build_id}', { params: { path: { build_id: id } } })),
  })
  const pieces = useQuery({
    queryKey: ['pieces', { build: id }],
    queryFn: () =>
      taken(api.GET('/api/pieces', { params: { query: { build_id: id, limit: 200 } } })),
  })
  if (build.isPending) return <PageSkeleton />
  if (build.error) return <ErrorState error={build.error} again={build.refetch} />
  const rows = pieces.data?.items ?? []
  return (
    <Page
      title={t('build_title', { number: build.data.number })}
      beside={<StatusPill status={build.data.status} />}
      actions={<Steps build={build.data} pieces={rows} />}
    >
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Paper withBorder p="sm" bg="#fff">
            <img
              src={`/api/builds/${id}/plate.svg`}
              alt={t('plate_of', { number: build.data.number })}
              style={{ width: '100%', maxHeight: 560 }}
            />
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack>
            <Facts build={build.data} />
            <Pieces rows={rows} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function Facts({ build }: { build: Build }) {
  const { t } = useTranslation()
  const machines = useMachines()
  const machine = machines.data?.items.find(({ id }) => id === build.machine_id)
  const between = (from: string, to: string) => duration((Date.parse(to) - Date.parse(from)) / 1000)
  const facts: [string, string][] = [
    [t('machine'), machine?.name ?? ''],
    [t('start'), moment(build.start_at)],
    [t('end'), moment(build.end_at)],
    [t('set_up'), between(build.start_at, build.print_start_at)],
    [t('building_time'), between(build.print_start_at, build.print_end_at)],
    [t('cool_down'), between(build.print_end_at, build.cool_end_at)],
    [t('height'), `${number(build.height_um / 1000, 1)}\u00a0${t('unit_mm')}`],
    [t('layers'), number(build.layers)],
    [t('fill'), percent(build.utilisation)],
    [t('powder'), mass(build.powder_g)],
  ]
  if (build.started_at) facts.push([t('started'), moment(build.started_at)])
  if (build.ended_at) facts.push([t('ended'), moment(build.ended_at)])
  return (
    <Paper withBorder p="sm" bg="var(--card)">
      <Table withRowBorders={false} verticalSpacing={3} aria-label={t('figures')}>
        <Table.Tbody>
          {facts.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400} className="faint">
                {name}
              </Table.Th>
              <Table.Td className="numbers">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function Pieces({ rows }: { rows: readonly Piece[] }) {
  const { t } = useTranslation()
  return (
    <Paper withBorder p="sm" bg="var(--card)">
      <Text fw={600} mb={4}>
        {t('pieces', { count: rows.length })}
      </Text>
      <Table verticalSpacing={4} aria-label={t('pieces_word')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('number')}</Table.Th>
            <Table.Th>{t('status')}</Table.Th>
            <Table.Th>{t('finished_at')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="numbers">
          {rows.map((piece) => (
            <Table.Tr key={piece.id}>
              <Table.Td>
                <Anchor component={Link} href={`/parts/${piece.part_id}`} size="sm">
                  {piece.serial}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <StatusPill status={piece.status} />
              </Table.Td>
              <Table.Td>{piece.finish_at ? moment(piece.finish_at) : '–'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Paper>
  )
}

function Steps({ build, pieces }: { build: Build; pieces: readonly Piece[] }) {
  const { t } = useTranslation()
  const may = useMay()
  const [failing, failure] = useDisclosure()
  const touches = [['builds'], ['pieces'], ['schedule'], ['requests']] as const
  const params = { path: { build_id: build.id }, ...basedOn(build.version) }
  const release = useChange({
    call: () => taken(api.POST('/api/builds/{build_id}/release', { params })),
    touches,
  })
  const start = useChange({
    call: () => taken(api.POST('/api/builds/{build_id}/start', { params })),
    touches,
  })
  const finish = useChange({
    call: () => taken(api.POST('/api/builds/{build_id}/finish', { params })),
    touches,
  })
  const unload = useChange({
    call: () => taken(api.POST('/api/builds/{build_id}/unload', { params })),
    touches,
  })
  const complete = useChange({
    call: () => taken(api.POST('/api/builds/{build_id}/complete', { params })),
    touches,
  })
  const fail = useChange({
    call: (body: { reason: string; surviving: string[] }) =>
      taken(api.POST('/api/builds/{build_id}/fail', { params, body })),
    touches,
    done: failure.close,
  })
  const step = (label: string, change: { mutate: () => void; isPending: boolean }) => (
    <Button onClick={() => change.mutate()} loading={change.isPending}>
      {label}
    </Button>
  )
  const failable = ['running', 'cooling', 'unloaded'].includes(build.status)
  return (
    <>
      {build.status === 'planned' && may('build_release') && step(t('release'), release)}
      {may('build_run') && build.status === 'released' && step(t('mark_started'), start)}
      {may('build_run') && build.status === 'running' && step(t('mark_finished'), finish)}
      {may('build_run') && build.status === 'cooling' && step(t('mark_unloaded'), unload)}
      {may('build_run') && build.status === 'unloaded' && step(t('mark_completed'), complete)}
      {may('build_run') && failable && (
        <Button color="red" variant="outline" onClick={failure.open}>
          {t('mark_failed')}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default">{t('files')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={`/api/builds/${build.id}/build.3mf`}>
            {t('build_3mf')}
          </Menu.Item>
          <Menu.Item component="a" href={`/api/builds/${build.id}/pieces.csv`}>
            {t('pieces_csv')}
          </Menu.Item>
          <Menu.Item component="a" href={`/api/builds/${build.id}/plate.svg`}>
            {t('plate_svg')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <FailureDialog
        opened={failing}
        pieces={pieces}
        close={failure.close}
        decide={(body) => fail.mutate(body)}
      />
    </>
  )
}
