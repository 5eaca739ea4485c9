// Package testserver takes the place of Kubernetes' own package of that name, which embeds an etcd: it starts the server that
// EVENKEEL names instead, on a new file for each test.
package testserver

import (
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.etcd.io/etcd/client/v3/kubernetes"
	"go.etcd.io/etcd/server/v3/embed"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest"
	"google.golang.org/grpc"
	storagetesting "k8s.io/apiserver/pkg/storage/testing"
)

// NewTestConfig says where the server is to listen and keep its data.
func NewTestConfig(t testing.TB) *embed.Config {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	client := url.URL{Scheme: "http", Host: listener.Addr().String()}
	listener.Close()
	cfg := embed.NewConfig()
	cfg.ListenClientUrls = []url.URL{client}
	cfg.AdvertiseClientUrls = []url.URL{client}
	cfg.Dir = t.TempDir()
	return cfg
}

// RunEtcd starts a server, which ends with the test, and returns a client of it.
func RunEtcd(t testing.TB, cfg *embed.Config) *kubernetes.Client {
	t.Helper()
	if cfg == nil {
		cfg = NewTestConfig(t)
	}
	start(t, cfg)
	tls, err := cfg.ClientTLSInfo.ClientConfig()
	if err != nil {
		t.Fatal(err)
	}
	client, err := kubernetes.New(clientv3.Config{
		TLS:         tls,
		Endpoints:   []string{cfg.AdvertiseClientUrls[0].String()},
		DialTimeout: time.Minute,
		DialOptions: []grpc.DialOption{grpc.WithBlock()},
		Logger:      zaptest.NewLogger(t, zaptest.Level(zapcore.ErrorLevel)).Named("etcd-client"),
	})
	if err != nil {
		t.Fatal(err)
	}
	client.KV = storagetesting.NewKVRecorder(client.KV)
	client.Kubernetes = storagetesting.NewKubernetesRecorder(client.Kubernetes)
	return client
}

func start(t testing.TB, cfg *embed.Config) {
	args := []string{
		"serve",
		"--datastore=sqlite://" + filepath.Join(cfg.Dir, "evenkeel.db"),
		"--listen-client-urls=" + cfg.ListenClientUrls[0].String(),
		"--advertise-client-urls=" + cfg.AdvertiseClientUrls[0].String(),
	}
	if cfg.WatchProgressNotifyInterval != 0 {
		args = append(args, "--watch-progress-notify-interval="+cfg.WatchProgressNotifyInterval.String())
	}
	if tls := cfg.ClientTLSInfo; !tls.Empty() {
		args = append(args, "--cert-file="+tls.CertFile, "--key-file="+tls.KeyFile, "--trusted-ca-file="+tls.TrustedCAFile)
	}
	log, err := os.Create(filepath.Join(cfg.Dir, "log"))
	if err != nil {
		t.Fatal(err)
	}
	server := exec.Command(os.Getenv("EVENKEEL"), args...)
	server.Stdout, server.Stderr = log, log
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		server.Process.Kill()
		server.Wait()
		if t.Failed() {
			said, _ := os.ReadFile(log.Name())
			t.Logf("the server said:\n%s", said)
		}
	})
}
