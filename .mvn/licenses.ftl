<#-- Without versions, so that the list changes only when a library comes, goes, or changes its license. -->
<#list dependencyMap as entry>
${entry.key.groupId}:${entry.key.artifactId}: ${entry.value?join(" or ")}
</#list>
