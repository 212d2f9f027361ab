# The team of a machine keeps this file on it; without one there is nothing to ask, and that is said.
$ErrorActionPreference = 'Stop'
$file = Join-Path $env:ProgramData 'sre-agent\health.ps1'
if (-not (Test-Path -LiteralPath $file -PathType Leaf)) {
  Write-Output "There is no $file."
  exit 0
}
# SYSTEM, the administrators, TrustedInstaller, and whoever owns it, which is one of those.
$trusted = 'S-1-5-18', 'S-1-5-32-544', 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464', 'S-1-3-0'
$writes = [System.Security.AccessControl.FileSystemRights]'Write, Modify, FullControl, Delete, ChangePermissions, TakeOwnership'
$sid = [System.Security.Principal.SecurityIdentifier]
$acl = Get-Acl -LiteralPath $file
$others = $acl.GetAccessRules($true, $true, $sid) | Where-Object {
  $_.AccessControlType -eq 'Allow' -and $_.IdentityReference.Value -notin $trusted -and
  ($_.FileSystemRights -band $writes -band -bnot [System.Security.AccessControl.FileSystemRights]'ReadAndExecute, Synchronize')
}
if ($others -or $acl.GetOwner($sid).Value -notin $trusted) {
  [Console]::Error.WriteLine("$file must belong to the administrators, and be writable by nobody else.")
  exit 2
}
$ErrorActionPreference = 'Continue'
& powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File $file
$code = $LASTEXITCODE
# The agent takes 3010 for a wish to restart the machine, and would run this again afterwards.
if ($code -eq 3010) { $code = 1 }
exit $code
