# Reads only. Prints one JSON object; every value in it comes from the system's own tools.
# It never ends with 3010: the agent would take that for a wish to restart the machine.
$ErrorActionPreference = 'Stop'
$wanted = @'
{{ Packages }}
'@
$names = @($wanted -split '[^A-Za-z0-9.+_-]+' | Where-Object { $_ })

try {
  # The number of a record comes again where the disk went back, the time does not.
  $start = Get-WinEvent -MaxEvents 1 -FilterHashtable @{ LogName = 'System'; ProviderName = 'Microsoft-Windows-Kernel-General'; Id = 12 }
  $boot = '{0}-{1}' -f $start.RecordId, $start.TimeCreated.ToUniversalTime().Ticks
} catch {
  $boot = (Get-CimInstance Win32_OperatingSystem).LastBootUpTime.ToUniversalTime().ToString('yyyyMMddHHmm')
}

$drive = $env:SystemDrive
$free = @{ "$drive\" = [int64](Get-CimInstance Win32_LogicalDisk -Filter "DeviceID='$drive'").FreeSpace }

# Hotfixes name what Windows servicing has installed; its update history names the rest, the newest entry first.
$installed = @{}
Get-CimInstance Win32_QuickFixEngineering | ForEach-Object { $installed[$_.HotFixID] = $true }
$searcher = (New-Object -ComObject Microsoft.Update.Session).CreateUpdateSearcher()
$count = $searcher.GetTotalHistoryCount()
if ($count -gt 0) {
  foreach ($entry in $searcher.QueryHistory(0, $count)) {
    if ($entry.ResultCode -in 2, 3 -and $entry.Title -match 'KB\d+') {
      if (-not $installed.ContainsKey($Matches[0])) { $installed[$Matches[0]] = $entry.Operation -eq 1 }
    }
  }
}
$packages = @{}
foreach ($name in $names) { $packages[$name] = if ($installed[$name]) { 'installed' } else { $null } }

$locked = [bool](New-Object -ComObject Microsoft.Update.Installer).IsBusy
try { [System.Threading.Mutex]::OpenExisting('Global\_MSIExecute').Dispose(); $locked = $true } catch { }

# What cannot be learnt stays null, and counts as if it were so.
$controller = $null
try { $controller = (Get-CimInstance Win32_ComputerSystem).DomainRole -ge 4 } catch { }
$bitlocker = $null
try {
  $place = @{ Namespace = 'root\CIMV2\Security\MicrosoftVolumeEncryption'; ClassName = 'Win32_EncryptableVolume' }
  $volume = Get-CimInstance @place -Filter "DriveLetter='$drive'"
  $bitlocker = [bool]($volume -and ($volume.ProtectionStatus -ne 0 -or $volume.ConversionStatus -ne 0))
} catch [Microsoft.Management.Infrastructure.CimException] {
  # Without the feature there is no such namespace, and nothing is encrypted by it.
  if ($_.Exception.NativeErrorCode -eq 'InvalidNamespace') { $bitlocker = $false }
} catch { }

@{
  boot_id = $boot
  kernel = [string][System.Environment]::OSVersion.Version
  free_bytes = $free
  package_manager_locked = $locked
  packages = $packages
  last_transaction_id = $null
  domain_controller = $controller
  bitlocker = $bitlocker
} | ConvertTo-Json -Compress
exit 0
