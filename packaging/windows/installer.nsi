; The installer for Windows: of one user, without administrator's rights. packaging/nsis.py gives it
; VERSION, FOUR (0.1.0.0), KILOBYTES, SOURCE (the folder of the program), OUT, ICON.
;
; A new version is unpacked beside the old one, which is only then renamed away: whatever goes wrong (a full disk, a
; virus scanner that holds a file, a power cut), either the old program or the new one stands whole. What is removed is
; read from the list that each version carries (files.txt), so that a file of the user's is never among it.
Unicode True
!include "MUI2.nsh"
!include "x64.nsh"
!include "WinVer.nsh"
!include "LogicLib.nsh"

!define NAME "控辍"
!define OLDEST_BUILD 17763 ; Windows 10 1809: what Qt 6.9 asks for
!define MUTEX "Local\org.kongchuo.desktop"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\org.kongchuo.desktop"
!define CLASSES "Software\Classes"
!define BOOK "Kongchuo.Book"
!define LONGEST_FOLDER 110 ; with the longest name of the program still below 260

Name "${NAME}"
OutFile "${OUT}"
SetCompressor /SOLID lzma
SetCompressorDictSize 64
RequestExecutionLevel user
ManifestSupportedOS Win10
ManifestDPIAware true
AllowSkipFiles off
ShowInstDetails nevershow
ShowUninstDetails nevershow
BrandingText "${NAME} ${VERSION}"
InstallDir "$LOCALAPPDATA\Programs\Kongchuo"
InstallDirRegKey HKCU "Software\Kongchuo" "InstallDir"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${__FILEDIR__}/welcome.bmp"
!define MUI_WELCOMEPAGE_TITLE "安装“${NAME}” ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "将为当前用户安装，不需要管理员密码，也不需要上网。$\r$\n$\r$\n如果电脑上已有旧版本，会换成这个版本；学校的账本、备份和设置都不动。$\r$\n$\r$\n点“下一步”继续。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\program\kongchuo.exe"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开“${NAME}”"
!define MUI_FINISHPAGE_TEXT "已经装好。桌面和开始菜单里都有“${NAME}”；双击学校的账本文件也会打开它。"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "将删除“${NAME}”程序。学校的账本、备份和设置都留在原处，不会删除。"

!insertmacro MUI_PAGE_WELCOME
!define MUI_DIRECTORYPAGE_TEXT_TOP "一般不用改，直接点“安装”。"
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE CheckFolder
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

VIProductVersion "${FOUR}"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "CompanyName" "kongchuo"
VIAddVersionKey /LANG=2052 "LegalCopyright" "Mozilla Public License 2.0"

; Asks to close the program for as long as it is open; a silent run stops with exit code 5 and has changed nothing.
!macro ASK_TO_CLOSE of
Function ${of}AskToClose
  again:
  System::Call 'kernel32::OpenMutexW(i 0x100000, i 0, w "${MUTEX}") p .R0'
  ${If} $R0 P<> 0
    System::Call 'kernel32::CloseHandle(p R0)'
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "“${NAME}”正开着。$\r$\n$\r$\n请先关闭程序（已经填写的内容都已保存），再点“重试”。" /SD IDCANCEL IDRETRY again
    SetErrorLevel 5
    Quit
  ${EndIf}
FunctionEnd
!macroend
!insertmacro ASK_TO_CLOSE ""
!insertmacro ASK_TO_CLOSE "un."

; Removes from the folder in $R1 what its own files.txt names, and the folders that are empty then.
!macro REMOVE_LISTED of
Function ${of}RemoveListed
  ClearErrors
  FileOpen $R2 "$R1\files.txt" r
  ${If} ${Errors}
    Return
  ${EndIf}
  next:
  ClearErrors
  FileReadUTF16LE $R2 $R3
  ${IfNot} ${Errors}
    Push $R3
    Call ${of}WithoutLineEnd
    Pop $R3
    StrCpy $R4 $R3 1 -1
    ${If} $R3 == ""
    ${ElseIf} $R4 == "\"
      RMDir "$R1\$R3"
    ${Else}
      Delete "$R1\$R3"
    ${EndIf}
    Goto next
  ${EndIf}
  FileClose $R2
  Delete "$R1\files.txt"
  RMDir "$R1"
FunctionEnd

Function ${of}WithoutLineEnd
  Exch $R5
  Push $R6
  loop:
  StrCpy $R6 $R5 1 -1
  ${If} $R6 == "$\r"
  ${OrIf} $R6 == "$\n"
    StrCpy $R5 $R5 -1
    Goto loop
  ${EndIf}
  Pop $R6
  Exch $R5
FunctionEnd
!macroend
!insertmacro REMOVE_LISTED ""
!insertmacro REMOVE_LISTED "un."

Function .onInit
  ${IfNot} ${RunningX64}
    MessageBox MB_ICONSTOP "这台电脑装的是 32 位 Windows，“${NAME}”需要 64 位的 Windows 10 或 11。" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
  ${IfNot} ${AtLeastBuild} ${OLDEST_BUILD}
    MessageBox MB_ICONSTOP "这台电脑的 Windows 太旧，“${NAME}”需要 Windows 10（1809 或更新）或 Windows 11。" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
FunctionEnd

Function CheckFolder
  StrLen $0 "$INSTDIR"
  ${If} $0 > ${LONGEST_FOLDER}
    MessageBox MB_ICONEXCLAMATION "这个文件夹的路径太长，请选一个短一些的，例如 D:\控辍。" /SD IDOK
    Abort
  ${EndIf}
FunctionEnd

; Renames $R1 to $R2; a virus scanner may hold a new file for some seconds. $R0: 1 when it was done.
Function RenamePatiently
  StrCpy $R0 0
  StrCpy $R3 0
  again:
  ClearErrors
  Rename "$R1" "$R2"
  ${IfNot} ${Errors}
    StrCpy $R0 1
    Return
  ${EndIf}
  IntOp $R3 $R3 + 1
  ${If} $R3 < 30
    Sleep 500
    Goto again
  ${EndIf}
FunctionEnd

; What an old version leaves when its own files are gone was put there by the user: kept under a name that says so.
Function PutOldAway
  StrCpy $R1 "$INSTDIR\old"
  Call RemoveListed
  ${If} ${FileExists} "$INSTDIR\old\*.*"
    StrCpy $R4 1
    ${While} ${FileExists} "$INSTDIR\保留的文件-$R4\*.*"
      IntOp $R4 $R4 + 1
    ${EndWhile}
    Rename "$INSTDIR\old" "$INSTDIR\保留的文件-$R4"
  ${EndIf}
FunctionEnd

Section "${NAME}"
  Call AskToClose
  StrCpy $R1 "$INSTDIR\new" ; of an installation that was cut off
  Call RemoveListed
  Call PutOldAway
  SetOutPath "$INSTDIR\new"
  ClearErrors
  File "${SOURCE}\files.txt" ; first, so that whatever stands can be removed
  File /r "${SOURCE}\*.*"
  ${If} ${Errors}
    StrCpy $R1 "$INSTDIR\new"
    SetOutPath "$INSTDIR"
    Call RemoveListed
    MessageBox MB_ICONSTOP "没有装好：磁盘可能满了，或者杀毒软件拦住了文件。原来的版本没有动，腾出空间或关闭拦截后再装一次。" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
  SetOutPath "$INSTDIR"
  swap:
  ${If} ${FileExists} "$INSTDIR\program\*.*"
    StrCpy $R1 "$INSTDIR\program"
    StrCpy $R2 "$INSTDIR\old"
    Call RenamePatiently
    ${If} $R0 == 0
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "旧版本的文件还被占用：程序可能没有关，或者杀毒软件正在检查。$\r$\n$\r$\n请关闭程序，稍等片刻再点“重试”。点“取消”就留着旧版本。" /SD IDCANCEL IDRETRY swap
      StrCpy $R1 "$INSTDIR\new"
      Call RemoveListed
      SetErrorLevel 5
      Quit
    ${EndIf}
  ${EndIf}
  StrCpy $R1 "$INSTDIR\new"
  StrCpy $R2 "$INSTDIR\program"
  Call RenamePatiently
  ${If} $R0 == 0
    StrCpy $R1 "$INSTDIR\old"
    Call RenamePatiently
    MessageBox MB_ICONSTOP "没有装好：杀毒软件可能拦住了新文件。已换回原来的版本，请稍后再装一次。" /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
  Call PutOldAway
  Call WriteEntries
SectionEnd

Function WriteEntries
  SetOutPath "$INSTDIR\program" ; where the shortcuts start the program
  CreateShortCut "$SMPROGRAMS\${NAME}.lnk" "$INSTDIR\program\kongchuo.exe"
  CreateShortCut "$DESKTOP\${NAME}.lnk" "$INSTDIR\program\kongchuo.exe"
  WriteUninstaller "$INSTDIR\卸载.exe"
  WriteRegStr HKCU "Software\Kongchuo" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${CLASSES}\.kongchuo" "" "${BOOK}"
  WriteRegStr HKCU "${CLASSES}\${BOOK}" "" "控辍学校账本"
  WriteRegStr HKCU "${CLASSES}\${BOOK}\DefaultIcon" "" "$INSTDIR\program\kongchuo.exe,0"
  WriteRegStr HKCU "${CLASSES}\${BOOK}\shell\open\command" "" '"$INSTDIR\program\kongchuo.exe" "%1"'
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "kongchuo"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\program\kongchuo.exe"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\卸载.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\卸载.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)' ; icons of books appear at once
FunctionEnd

Section "Uninstall"
  Call un.AskToClose
  SetOutPath "$TEMP"
  StrCpy $R1 "$INSTDIR\program"
  Call un.RemoveListed
  StrCpy $R1 "$INSTDIR\old"
  Call un.RemoveListed
  Delete "$SMPROGRAMS\${NAME}.lnk"
  Delete "$DESKTOP\${NAME}.lnk"
  Delete "$INSTDIR\卸载.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${UNINSTALL}"
  ReadRegStr $0 HKCU "${CLASSES}\.kongchuo" ""
  ${If} $0 == "${BOOK}"
    DeleteRegKey HKCU "${CLASSES}\.kongchuo"
  ${EndIf}
  DeleteRegKey HKCU "${CLASSES}\${BOOK}"
  DeleteRegKey HKCU "Software\Kongchuo"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
