@echo off
rem Starts Mycelium on Windows. In a checkout it builds on first use ("mycelium.cmd build" builds anew); in an
rem archive that "dist" made, everything is there already.
rem   mycelium.cmd demo | registry | node start | groups | nodes | build | --help
setlocal EnableExtensions
set "home=%~dp0"
if "%home:~-1%"=="\" set "home=%home:~0,-1%"

set "java=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
"%java%" -version >nul 2>&1
if errorlevel 1 (
  echo mycelium: java: not found ^(expected: a JDK 17 or newer on the PATH or in JAVA_HOME^) 1>&2
  exit /b 3
)

set "parts=%home%"
if exist "%home%\pom.xml" set "parts=%home%\target\launcher"
if exist "%home%\pom.xml" (
  if "%~1"=="build" (
    call :build
    exit /b
  )
  if not exist "%parts%\built" (
    call :build
    if errorlevel 1 exit /b 4
  )
)

if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
if "%~1"=="registry" goto registry

rem A PyTorch of this machine, with CUDA for instance, serves only where the one for CPUs is not on the class path.
set "classes=%parts%\agent\agent.jar"
if not defined PYTORCH_LIBRARY_PATH set "classes=%classes%;%parts%\agent\native\*"
"%java%" -XX:+UseSerialGC -Xmx2g %MYCELIUM_JAVA_OPTIONS% "-Dmycelium.launcher=%home%\mycelium.cmd" -cp "%classes%" dev.mycelium.agent.cli.Mycelium %*
exit /b

:registry
for /f "tokens=1,*" %%a in ("%*") do set "rest=%%b"
if not defined MYCELIUM_JAVA_OPTIONS set "MYCELIUM_JAVA_OPTIONS=-XX:TieredStopAtLevel=1"
"%java%" -XX:+UseSerialGC -Xmx512m %MYCELIUM_JAVA_OPTIONS% -jar "%parts%\registry\registry.jar" %rest%
exit /b

:build
echo mycelium: building; the first time this downloads libraries 1>&2
if not exist "%parts%" mkdir "%parts%"
pushd "%home%"
call mvnw.cmd -q -pl registry-service,node-agent -am package -DskipTests -Dspotless.check.skip=true >"%parts%\build.log" 2>&1
if errorlevel 1 (
  popd
  echo mycelium: the build failed ^(expected: a JDK and, the first time, a way to Maven Central^); log: %parts%\build.log 1>&2
  exit /b 4
)
popd
if exist "%parts%\registry" rmdir /s /q "%parts%\registry"
if exist "%parts%\agent" rmdir /s /q "%parts%\agent"
for %%j in ("%home%\registry-service\target\registry-service-*-exec.jar") do "%java%" -Djarmode=tools -jar "%%j" extract --destination "%parts%\registry" >>"%parts%\build.log" 2>&1
for %%j in ("%parts%\registry\registry-service-*-exec.jar") do move /y "%%j" "%parts%\registry\registry.jar" >nul
mkdir "%parts%\agent\native"
xcopy /e /i /q /y "%home%\node-agent\target\lib" "%parts%\agent\lib" >nul
for %%j in ("%parts%\agent\lib\pytorch-native-cpu-*.jar") do move /y "%%j" "%parts%\agent\native" >nul
for %%j in ("%home%\node-agent\target\node-agent-*.jar") do copy /y "%%j" "%parts%\agent\agent.jar" >nul
if not exist "%parts%\registry\registry.jar" exit /b 4
if not exist "%parts%\agent\agent.jar" exit /b 4
echo built>"%parts%\built"
exit /b 0
