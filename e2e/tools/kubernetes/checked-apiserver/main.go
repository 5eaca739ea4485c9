// Command checked-apiserver is kube-apiserver as released, but for one thing: it compares its caches with the datastore every
// 10 to 15 seconds, and not every 5 to 7.5 minutes. With KUBE_WATCHCACHE_CONSISTENCY_CHECKER=true it ends at any difference.
package main

import (
	"os"
	"time"

	"k8s.io/apiserver/pkg/storage/cacher"
	"k8s.io/component-base/cli"
	_ "k8s.io/component-base/logs/json/register"
	_ "k8s.io/component-base/metrics/prometheus/clientgo"
	_ "k8s.io/component-base/metrics/prometheus/version"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	cacher.ConsistencyCheckPeriod = 10 * time.Second
	os.Exit(cli.Run(app.NewAPIServerCommand()))
}
