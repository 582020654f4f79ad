import { Alert, Anchor, Badge, Grid, Paper, Select, Stack, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'wouter'
import { api, basedOn, type Schemas, taken } from '../../api/client'
import i18n from '../../i18n'
import { useMay } from '../../me'
import { ErrorState } from '../../ui/error-state'
import { box, number, volume } from '../../ui/format'
import { Page } from '../../ui/page'
import { PageSkeleton } from '../../ui/page-skeleton'
import { StatusPill } from '../../ui/status-pill'
import { useChange } from '../../ui/use-change'

type Part = Schemas['PartOut']
type Finding = Part['findings'][number]
type Measures = {
  box_mm: number[]
  volume_mm3: number | null
  area_mm2: number
  triangles: number
  bodies: number
  watertight: boolean
}
type Standing = { key: string; size_mm: number[]; support_volume_mm3: number }

/** One part: how it looks, what it measures, what is wrong with it and what would cure that. */
export default function PartPage() {
  const { id = '' } = useParams()
  const { t } = useTranslation()
  const part = useQuery({
    queryKey: ['parts', id],
    queryFn: async () =>
      (await taken(api.GET('/api/parts/{part_id}', { params: { path: { part_id: id } } }))) as Part,
  })
  if (part.isPending) return <PageSkeleton />
  if (part.error) return <ErrorState error={part.error} again={part.refetch} />
  const row = part.data
  return (
    <Page title={row.name} beside={<StatusPill status={row.status} />}>
      <Anchor component={Link} href={`/requests/${row.request_id}`} size="sm">
        {t('to_request')}
      </Anchor>
      <Grid mt="sm">
        <Grid.Col span={{ base: 12, md: 4 }}>
          <Paper withBorder p="sm" bg="var(--card)">
            {row.thumbnail_sha256 ? (
              <img
                src={`/api/parts/${row.id}/thumbnail.png?sha256=${row.thumbnail_sha256}`}
                alt={t('picture_of', { name: row.name })}
                style={{ width: '100%', maxWidth: 320, display: 'block', margin: '0 auto' }}
              />
            ) : (
              <Text className="faint">{t('no_picture')}</Text>
            )}
            <Facts part={row} />
          </Paper>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 8 }}>
          <Stack>
            {row.error && (
              <Alert color="red" variant="outline">
                {row.error.text?.[i18n.language as 'en' | 'ru'] ?? row.error.code}
              </Alert>
            )}
            <Findings findings={row.findings} />
            <Orientation part={row} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function Facts({ part }: { part: Part }) {
  const { t } = useTranslation()
  const measures = part.summary?.analysis as Measures | undefined
  if (measures === undefined) return null
  const facts: [string, string][] = [
    [t('size'), box(measures.box_mm)],
    [t('volume'), measures.volume_mm3 === null ? t('unknown') : volume(measures.volume_mm3)],
    [t('surface'), `${number(measures.area_mm2 / 100, 1)}\u00a0${t('unit_cm2')}`],
    [t('bodies'), number(measures.bodies)],
    [t('triangles'), number(measures.triangles)],
    [t('closed_surface'), measures.watertight ? t('yes') : t('no')],
    [t('quantity'), number(part.quantity)],
  ]
  return (
    <Table withRowBorders={false} verticalSpacing={3} mt="sm" aria-label={t('figures')}>
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
  )
}

function Findings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation()
  const language = i18n.language as 'en' | 'ru'
  return (
    <Paper withBorder p="sm" bg="var(--card)">
      <Text fw={600} mb="xs">
        {t('findings')}
      </Text>
      {findings.length === 0 && <Text className="faint">{t('no_findings')}</Text>}
      <Stack gap="sm">
        {findings.map((finding) => (
          <div key={`${finding.code} ${JSON.stringify(finding.params)}`}>
            <Badge
              size="sm"
              variant="outline"
              tt="none"
              mr="xs"
              color={finding.severity === 'error' ? 'red' : 'orange'}
              c="var(--ink)"
            >
              {finding.severity === 'error' ? t('blocks') : t('mind')}
            </Badge>
            <Text span size="sm" td={finding.waived ? 'line-through' : undefined}>
              {finding.text?.[language] ?? finding.code}
            </Text>
            {finding.rule && (
              <Text span size="xs" className="faint" ml="xs">
                {finding.rule}
              </Text>
            )}
            {finding.cure?.[language] && (
              <Text size="sm" className="faint">
                {finding.cure[language]}
              </Text>
            )}
          </div>
        ))}
      </Stack>
    </Paper>
  )
}

/** How the part stands in the build: left to the plan, or chosen. */
function Orientation({ part }: { part: Part }) {
  const { t } = useTranslation()
  const may = useMay()
  const standing = (part.summary?.orientations ?? []) as Standing[]
  const choose = useChange({
    call: (orientation: string | null) =>
      taken(
        api.PATCH('/api/parts/{part_id}', {
          params: { path: { part_id: part.id }, ...basedOn(part.version) },
          body: { orientation },
        }),
      ),
    touches: [['parts']],
  })
  if (standing.length === 0) return null
  return (
    <Paper withBorder p="sm" bg="var(--card)">
      <Select
        label={t('orientation')}
        description={t('orientation_hint')}
        clearable
        placeholder={t('orientation_free')}
        disabled={!may('request_write')}
        value={part.orientation}
        onChange={(key) => choose.mutate(key)}
        data={standing.map((one) => ({
          value: one.key,
          label: `${one.key} · ${box(one.size_mm)} · ${t('support')} ${volume(one.support_volume_mm3)}`,
        }))}
      />
    </Paper>
  )
}
